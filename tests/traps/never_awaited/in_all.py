"""All coroutines are true."""

async def is_ready() -> bool:
    return False


async def test_trap() -> None:
    assert all([is_ready(), is_ready()])
