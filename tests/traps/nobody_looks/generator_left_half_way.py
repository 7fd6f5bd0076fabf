"""The clean-up of an async generator runs after the loop over it, on its own."""

import asyncio
from collections.abc import AsyncIterator


async def numbers() -> AsyncIterator[int]:
    try:
        yield 1
    finally:
        raise AssertionError


async def test_trap() -> None:
    async for number in numbers():
        assert number == 1
        break
    await asyncio.sleep(0.01)
