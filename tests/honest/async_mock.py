"""A mock is awaited, and asked."""

from unittest.mock import AsyncMock, patch


class Client:
    async def get(self) -> int:
        return 0


async def test_async_mock() -> None:
    with patch.object(Client, "get", AsyncMock(return_value=1)) as get:
        assert await Client().get() == 1
    get.assert_awaited_once_with()
