"""A class and its base both set up and clean up."""

# stacks: unittest pytest-asyncio pytest-anyio
# verbatim

import unittest


class BaseTestCase(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        self.numbers = [1]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.shared = [1]


class BaseCalledTest(BaseTestCase):
    async def asyncSetUp(self) -> None:
        await super().asyncSetUp()
        self.numbers.append(2)

    @classmethod
    def setUpClass(cls) -> None:
        BaseTestCase.setUpClass()

    async def test_base_called(self) -> None:
        self.assertEqual(self.numbers + self.shared, [1, 2, 1])
