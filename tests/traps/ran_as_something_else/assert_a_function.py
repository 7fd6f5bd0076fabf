"""A function that is not called is true."""

def is_ready() -> bool:
    return False


async def test_trap() -> None:
    assert is_ready
