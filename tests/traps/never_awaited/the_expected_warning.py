"""The warning that is expected is Python's own: the call was never awaited."""

# stacks: pytest-asyncio pytest-anyio

import asyncio

import pytest


async def overflow(number: int) -> int:
    await asyncio.sleep(0)
    return number * 2


async def test_overflow_warns() -> None:
    with pytest.warns(RuntimeWarning):
        overflow(2**62)
