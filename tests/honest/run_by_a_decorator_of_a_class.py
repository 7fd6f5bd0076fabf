"""A decorator without `wraps()` runs the tests, and a base calls the set-up."""

# stacks: unittest django
# verbatim

import asyncio
import unittest
from collections.abc import Callable, Coroutine


def run(test: Callable[["AsyncCase"], Coroutine[None, None, None]]) -> Callable[["AsyncCase"], None]:
    def run_test(self: "AsyncCase") -> None:
        async def main() -> None:
            await self.asyncSetUp()
            await test(self)

        asyncio.run(main())

    return run_test


class AsyncCase(unittest.TestCase):
    number = 0

    async def asyncSetUp(self) -> None:
        self.number = 1


class ServiceTest(AsyncCase):
    @run
    async def test_run_by_a_decorator(self) -> None:
        self.assertEqual(await asyncio.sleep(0, self.number), 1)
