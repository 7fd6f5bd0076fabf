"""It is compared with itself."""

async def test_trap() -> None:
    number = 1
    assert number == number
