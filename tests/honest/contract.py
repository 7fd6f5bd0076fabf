"""A mixin holds the tests that each store has to pass: it is no test case itself."""

# stacks: unittest pytest-anyio pytest-asyncio
# verbatim

import unittest


class StoreContract:
    store: dict[str, str]

    async def size(self) -> int:
        return len(self.store)

    async def test_new_store_has_what_it_was_given(self) -> None:
        assert await self.size() == len(self.store) > 0


class SmallStoreTest(StoreContract, unittest.IsolatedAsyncioTestCase):
    def setUp(self) -> None:
        self.store = {"a": "b"}


class LargeStoreTest(StoreContract, unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        self.store = dict.fromkeys("abc", "d")
