"""A plain TestCase calls the method, and never awaits it."""

# stacks: unittest django pytest-asyncio pytest-anyio

import unittest


class TrapTest(unittest.TestCase):
    async def test_trap(self) -> None:
        raise AssertionError
