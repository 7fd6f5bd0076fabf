"""The name of the fixture without its value is a function, or a fixture's definition."""

# stacks: pytest-asyncio pytest-anyio

import pytest


@pytest.fixture
def ready() -> bool:
    return False


async def test_trap() -> None:
    assert ready
