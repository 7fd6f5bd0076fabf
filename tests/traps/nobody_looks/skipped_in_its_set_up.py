"""The set-up skips the tests when it fails, and it fails by a slip of its own."""

# stacks: unittest
# verbatim

import asyncio
import os
import unittest


class DatabaseTest(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        self.rows: list[int] = []
        try:
            await asyncio.wait_for(self.load(os.environ["DATABASE"]), timeout=1)
        except Exception as error:
            self.skipTest(f"no database: {error}")

    async def load(self, name: str = "test") -> None:
        await asyncio.sleep(0)
        self.rows.append(len(name))

    async def test_rows_are_loaded(self) -> None:
        self.assertEqual(self.rows, [1, 2, 3])
