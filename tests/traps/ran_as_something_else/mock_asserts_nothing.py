"""The method of the mock is looked up, and not called."""

from unittest.mock import AsyncMock


async def test_trap() -> None:
    send = AsyncMock()
    send.assert_awaited_once_with
