"""A helper whose name begins with test, and a fake's method."""


class FakeClient:
    async def test_connection(self) -> bool:
        return True


async def test_helper() -> None:
    assert await FakeClient().test_connection()
