"""It is compared with itself."""

# caught by: ruff PLR0124


async def test_trap() -> None:
    number = 1
    assert number == number
