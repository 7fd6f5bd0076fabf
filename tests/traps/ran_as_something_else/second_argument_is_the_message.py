"""`assertTrue` compares nothing: its second argument is the message."""

# general
# stacks: unittest
# verbatim

import unittest


class TrapTest(unittest.IsolatedAsyncioTestCase):
    async def test_trap(self) -> None:
        self.assertTrue(len("text"), 5)
