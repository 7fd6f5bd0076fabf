"""The mock was called: what it returned was not awaited."""

from unittest.mock import AsyncMock


async def test_trap() -> None:
    send = AsyncMock()
    send("hello")
    assert send.called
