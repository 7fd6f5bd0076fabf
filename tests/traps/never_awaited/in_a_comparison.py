"""A coroutine is not equal to anything but itself."""

async def count() -> int:
    return 3


async def test_trap() -> None:
    result: object = count()
    assert result != 3
