"""The second definition replaces the first."""

# stacks: unittest django

import unittest


class TrapTest(unittest.TestCase):
    def test_trap(self) -> None:
        raise AssertionError


class TrapTest(unittest.TestCase):
    def test_other(self) -> None:
        pass
