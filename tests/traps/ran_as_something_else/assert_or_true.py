"""The right side makes it true."""

# caught by: ruff SIM222


async def test_trap() -> None:
    number = 1
    assert number == 2 or True
