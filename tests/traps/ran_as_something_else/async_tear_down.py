"""`tearDown` is called, and not awaited."""

# stacks: unittest

import unittest


class TrapTest(unittest.IsolatedAsyncioTestCase):
    async def tearDown(self) -> None:  # type: ignore[override]
        raise AssertionError

    async def test_trap(self) -> None:
        pass
