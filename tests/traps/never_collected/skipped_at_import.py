"""The module skips itself. It says so, and the run counts it."""

# general
# stacks: unittest django

import unittest

raise unittest.SkipTest("not today")
