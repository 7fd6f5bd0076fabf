"""A loop that the project does not have: the test is skipped."""

# stacks: pytest-asyncio

import pytest


@pytest.mark.asyncio(loop_factories=["uvlop"])
async def test_trap() -> None:
    raise AssertionError
