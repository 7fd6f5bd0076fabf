"""The check is written, and not called."""

async def test_trap() -> None:
    async def check() -> None:
        raise AssertionError
