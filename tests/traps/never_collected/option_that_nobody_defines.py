"""The test asks for an option that is defined nowhere any more, and is always skipped."""

# stacks: pytest-asyncio pytest-anyio

import pytest


@pytest.fixture
def _slow(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--run-slow", default=False):
        pytest.skip("only with --run-slow")


@pytest.mark.usefixtures("_slow")
async def test_trap() -> None:
    raise AssertionError
