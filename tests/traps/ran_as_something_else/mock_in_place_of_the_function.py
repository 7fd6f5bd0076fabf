"""A plain mock replaces the async function, and its result is true."""

# general

from unittest.mock import MagicMock


async def test_trap() -> None:
    client = MagicMock()
    assert client.get("/").ok
