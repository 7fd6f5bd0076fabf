"""A stray `yield` makes a generator of the test."""

# stacks: unittest django pytest-asyncio pytest-anyio

from collections.abc import Iterator
import unittest


class TrapTest(unittest.TestCase):
    def test_trap(self) -> Iterator[None]:
        yield
        raise AssertionError
