"""A stray `yield` makes a generator of `setUp`."""

# stacks: unittest django

import unittest
from collections.abc import Iterator


class TrapTest(unittest.TestCase):
    def setUp(self) -> Iterator[None]:
        raise AssertionError
        yield

    def test_trap(self) -> None:
        pass
