"""The test is defined only where the condition holds."""

# stacks: unittest django

import os
import unittest

if "RUN_SLOW_TESTS" in os.environ:

    class TrapTest(unittest.TestCase):
        def test_trap(self) -> None:
            raise AssertionError
