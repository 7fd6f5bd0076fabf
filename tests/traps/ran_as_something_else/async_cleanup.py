"""`addCleanup` calls the function: `addAsyncCleanup` awaits it."""

# stacks: unittest django

import unittest


async def check() -> None:
    raise AssertionError


class TrapTest(unittest.TestCase):
    def test_trap(self) -> None:
        self.addCleanup(check)
