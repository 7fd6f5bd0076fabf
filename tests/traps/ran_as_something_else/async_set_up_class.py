"""`setUpClass` is called, and not awaited."""

# stacks: unittest

import unittest


class TrapTest(unittest.IsolatedAsyncioTestCase):
    @classmethod
    async def setUpClass(cls) -> None:  # type: ignore[override]
        raise AssertionError

    async def test_trap(self) -> None:
        pass
