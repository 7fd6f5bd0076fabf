"""The right side of `or` is never looked at."""

async def is_ready() -> bool:
    return False


async def test_trap() -> None:
    ready = False
    assert is_ready() or ready
