"""The test fails, for another reason than the expected one."""

# general
# stacks: unittest django

import unittest


class TrapTest(unittest.TestCase):
    @unittest.expectedFailure
    def test_trap(self) -> None:
        raise TypeError
