"""Assertions that some runs of a test do not reach, but others do; and one in a branch."""

import asyncio
import sys


async def count_to(limit: int) -> list[int]:
    await asyncio.sleep(0)
    return [*range(limit)]


async def test_branches() -> None:
    for limit in (0, 2):
        for number in await count_to(limit):
            assert number < limit
    try:
        assert await count_to(1)
    except OSError:
        assert sys.platform == "win32"
    if len(sys.argv) > 1000:
        assert not sys.argv
    async with asyncio.timeout(10):
        assert await count_to(1) == [0]
