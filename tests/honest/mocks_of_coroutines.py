"""Mocks stand for coroutine functions that are awaited, that fail and that nobody calls."""

from typing import Any
from unittest.mock import AsyncMock, call


async def fetch(client: Any) -> str:
    for _ in range(3):
        try:
            return str(await client.get("/notes"))
        except ConnectionError:
            await client.reconnect()
    return ""


async def test_client_reconnects_once() -> None:
    client = AsyncMock()
    client.get.side_effect = [ConnectionError, "hello"]

    assert await fetch(client) == "hello"
    assert client.get.await_args_list == [call("/notes"), call("/notes")]
    client.reconnect.assert_awaited_once_with()
    client.close.assert_not_called()
