"""unittest's own class rolls nothing back, and may write to the development database."""

# stacks: django

import unittest


class TrapTest(unittest.IsolatedAsyncioTestCase):
    async def test_trap(self) -> None:
        pass
