"""A coroutine is always true."""

async def is_ready() -> bool:
    return False


async def test_trap() -> None:
    assert is_ready()
