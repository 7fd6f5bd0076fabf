"""A method is no different."""

class Client:
    async def close(self) -> None:
        raise AssertionError


async def test_trap() -> None:
    Client().close()  # type: ignore[unused-coroutine]
