"""The `asyncTearDown` of the test case comes before that of the mixin, and calls no other."""

# stacks: unittest
# verbatim

import asyncio
import unittest

LISTENERS: list[str] = []


class NoListenersMixin:
    async def asyncTearDown(self) -> None:
        await asyncio.sleep(0)
        assert not LISTENERS, LISTENERS


class ListenTest(unittest.IsolatedAsyncioTestCase, NoListenersMixin):
    async def test_listens(self) -> None:
        LISTENERS.append("ann")
        await asyncio.sleep(0)
        self.assertEqual(len(LISTENERS), 1)
