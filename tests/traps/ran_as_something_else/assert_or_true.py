"""The right side makes it true."""

async def test_trap() -> None:
    number = 1
    assert number == 2 or True
