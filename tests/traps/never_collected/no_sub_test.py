"""A test with no parameters to run with is green."""

# stacks: unittest django

import unittest


class TrapTest(unittest.TestCase):
    def test_trap(self) -> None:
        numbers: list[int] = []
        for number in numbers:
            with self.subTest(number=number):
                self.assertGreater(number, 0)
