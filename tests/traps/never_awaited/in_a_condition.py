"""The branch is taken whatever the coroutine would have returned."""

async def is_ready() -> bool:
    return False


async def test_trap() -> None:
    if is_ready():
        return
    raise AssertionError
