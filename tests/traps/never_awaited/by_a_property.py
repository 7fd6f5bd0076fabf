"""A property hands out the coroutine."""

class Service:
    @property
    async def ready(self) -> bool:
        return False


async def test_trap() -> None:
    assert Service().ready
