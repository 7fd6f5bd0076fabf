"""`setUp` is called, and not awaited: `asyncSetUp` is."""

# stacks: unittest

import unittest


class TrapTest(unittest.IsolatedAsyncioTestCase):
    ready = False

    async def setUp(self) -> None:  # type: ignore[override]
        raise AssertionError

    async def test_trap(self) -> None:
        assert not self.ready
