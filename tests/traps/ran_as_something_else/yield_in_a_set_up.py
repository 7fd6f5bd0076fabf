"""A stray `yield` makes a generator of `setUp`."""

# caught by: mypy override
# stacks: unittest django

import unittest
from collections.abc import Iterator


class TrapTest(unittest.TestCase):
    def setUp(self) -> Iterator[None]:
        raise AssertionError
        yield

    def test_trap(self) -> None:
        pass
