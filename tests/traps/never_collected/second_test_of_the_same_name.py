"""The second definition replaces the first."""

async def test_trap() -> None:
    raise AssertionError


async def test_trap() -> None:
    pass
