"""The method of a mock, which is not called, is always true."""

# general
# stacks: unittest django

from unittest.mock import AsyncMock


async def test_trap() -> None:
    self.assertTrue(AsyncMock().assert_awaited_once)
