"""A known bug is expected to fail, and a test for Windows is skipped elsewhere."""

# stacks: unittest
# verbatim

import os
import sys
import unittest


async def parse(line: str) -> int:
    return int(line)


class ParseTest(unittest.IsolatedAsyncioTestCase):
    @unittest.expectedFailure
    async def test_thousands(self) -> None:
        self.assertEqual(await parse("1,000"), 1000)

    @unittest.skipUnless(sys.platform == "win32", "only Windows has drives")
    async def test_drive(self) -> None:
        self.assertEqual(await parse("1"), 1)

    async def test_not_applicable(self) -> None:
        if os.sep == "/":
            self.skipTest("only Windows has drives")
        self.assertEqual(await parse("2"), 2)
