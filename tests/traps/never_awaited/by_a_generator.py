"""`any` takes the first coroutine for an answer."""

async def is_ready(number: int) -> bool:
    return number < 0


async def test_trap() -> None:
    assert any(is_ready(number) for number in range(2))
