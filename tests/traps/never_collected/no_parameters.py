"""A test with no parameters to run with is skipped."""

# stacks: pytest-asyncio pytest-anyio

import pytest


@pytest.mark.parametrize("number", [])
async def test_trap(number: int) -> None:
    raise AssertionError(number)
