"""A class sets up something else than its base, on purpose."""

# stacks: unittest
# verbatim

import unittest


class FirstTest(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        self.number = 1

    async def test_number(self) -> None:
        self.assertGreater(self.number, 0)


class SecondTest(FirstTest):
    async def asyncSetUp(self) -> None:
        self.number = 2
