"""`setUpModule` is called, and not awaited."""

# stacks: unittest django

import unittest


async def setUpModule() -> None:
    raise AssertionError


class TrapTest(unittest.TestCase):
    def test_trap(self) -> None:
        pass
