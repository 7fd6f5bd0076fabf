"""The list has the coroutines, not what they check."""

async def check(number: int) -> None:
    raise AssertionError(number)


async def test_trap() -> None:
    results = [check(number) for number in range(2)]
    assert len(results) == 2
