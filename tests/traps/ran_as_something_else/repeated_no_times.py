"""The decorator repeats the test as often as the environment says, and that is not at all."""

# stacks: pytest-asyncio pytest-anyio

import asyncio
import functools
import os
from collections.abc import Awaitable, Callable


def repeat(test: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    @functools.wraps(test)
    async def repeated() -> None:
        for _ in range(int(os.environ.get("REPEAT", "0"))):
            await test()

    return repeated


async def draw(count: int) -> list[int]:
    await asyncio.sleep(0)
    return [0] * count


@repeat
async def test_numbers_are_different() -> None:
    numbers = await draw(3)
    assert len(set(numbers)) == 3
