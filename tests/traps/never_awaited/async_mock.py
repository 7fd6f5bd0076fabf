"""A mock of a coroutine function does nothing either, until it is awaited."""

from unittest.mock import AsyncMock


async def test_trap() -> None:
    send = AsyncMock()
    send("hello")
    send.assert_called_once_with("hello")
