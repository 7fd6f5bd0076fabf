"""The coroutine is true, and so is what follows from it."""

async def is_ready() -> bool:
    return False


async def test_trap() -> None:
    ready = True if is_ready() else False
    assert ready
