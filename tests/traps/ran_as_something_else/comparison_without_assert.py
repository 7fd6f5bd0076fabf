"""The comparison is made, and dropped."""

async def test_trap() -> None:
    1 == 2
