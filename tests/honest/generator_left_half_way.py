"""An async generator is left, and cleans up after itself."""

import asyncio
from collections.abc import AsyncIterator


async def numbers() -> AsyncIterator[int]:
    try:
        for number in range(10):
            yield number
    finally:
        await asyncio.sleep(0)


async def test_generator_left_half_way() -> None:
    async for number in numbers():
        if number == 2:
            break
    assert number == 2
