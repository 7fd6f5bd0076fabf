"""A generator is true, whatever it would yield."""

async def test_trap() -> None:
    numbers = [1, 2]
    assert (number == 3 for number in numbers)
