"""A set-up of another spelling is never called."""

# stacks: unittest
# verbatim

import unittest


class TrapTest(unittest.IsolatedAsyncioTestCase):
    async def asyncTeardown(self) -> None:
        self.fail()

    async def test_trap(self) -> None:
        self.assertTrue(True)
