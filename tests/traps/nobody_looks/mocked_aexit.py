"""What an AsyncMock returns from `__aexit__` is true, and that swallows the failure."""

from unittest.mock import AsyncMock, MagicMock


async def fetch(session: MagicMock, path: str) -> str:
    async with session.get(path) as response:
        if response.status != 200:
            raise ConnectionError(response.status)
    return path


async def test_page_is_fetched() -> None:
    session = MagicMock()
    session.get.return_value.__aenter__ = AsyncMock(return_value=MagicMock(status=500))
    session.get.return_value.__aexit__ = AsyncMock()
    assert await fetch(session, "/home") == "/home"
