"""A decorator of its own runs the test once for each example."""

# stacks: unittest pytest-anyio pytest-asyncio
# verbatim

import functools
import unittest
from collections.abc import Awaitable, Callable
from typing import Any

Check = Callable[[Any, int], Awaitable[None]]


def for_each(*examples: int) -> Callable[[Check], Callable[[Any], Awaitable[None]]]:
    def decorate(check: Check) -> Callable[[Any], Awaitable[None]]:
        @functools.wraps(check)
        async def check_all(self: Any) -> None:
            for example in examples:
                await check(self, example)

        return check_all

    return decorate


async def double(number: int) -> int:
    return number * 2


class DoubleTest(unittest.IsolatedAsyncioTestCase):
    @for_each(1, 2, 3)
    async def test_half_of_the_double(self, number: int) -> None:
        assert await double(number) / 2 == number
