"""`return` in `finally` swallows the failure."""

async def test_trap() -> None:
    try:
        raise AssertionError
    finally:
        return
