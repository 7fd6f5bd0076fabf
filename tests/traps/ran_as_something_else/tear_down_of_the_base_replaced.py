"""The class has a clean-up of its own, and does not call that of its base, which checks something."""

# stacks: unittest pytest-asyncio pytest-anyio
# verbatim

import unittest

SENT: list[str] = []


class QuietTestCase(unittest.IsolatedAsyncioTestCase):
    async def asyncTearDown(self) -> None:
        self.assertEqual(SENT, [])


class TrapTest(QuietTestCase):
    async def asyncTearDown(self) -> None:
        SENT.clear()

    async def test_trap(self) -> None:
        SENT.append("a warning")
