"""A method whose name does not begin with `test` is no test."""

# stacks: unittest
# verbatim

import unittest


class TrapTest(unittest.IsolatedAsyncioTestCase):
    async def should_add(self) -> None:
        self.assertEqual(1 + 1, 3)

    async def test_add(self) -> None:
        self.assertEqual(1 + 1, 2)
