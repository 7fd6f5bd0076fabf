"""`map` calls the function, and awaits nothing."""

async def check(number: int) -> None:
    raise AssertionError(number)


async def test_trap() -> None:
    assert len(list(map(check, range(2)))) == 2
