"""The test is defined only where the condition holds."""

# stacks: unittest django

import sys
import unittest

if sys.platform == "amiga":

    class TrapTest(unittest.TestCase):
        def test_trap(self) -> None:
            raise AssertionError
