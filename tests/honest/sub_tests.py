"""Each path is a sub-test, awaited inside of it."""

# stacks: unittest
# verbatim

import asyncio
import unittest


async def status(path: str) -> int:
    await asyncio.sleep(0)
    return 200 if path.startswith("/notes") else 404


class StatusTest(unittest.IsolatedAsyncioTestCase):
    async def test_status_of_each_path(self) -> None:
        for path, expected in {"/notes": 200, "/notes/1": 200, "/users": 404}.items():
            with self.subTest(path=path):
                self.assertEqual(await status(path), expected)
