"""Another exception than the expected one comes first."""

# stacks: unittest django

import unittest


class TrapTest(unittest.TestCase):
    def test_trap(self) -> None:
        with self.assertRaises(Exception):
            raise TypeError
