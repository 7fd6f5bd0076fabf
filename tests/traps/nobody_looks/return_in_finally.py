"""`return` in `finally` swallows the failure."""

# caught by: ruff B012


async def test_trap() -> None:
    try:
        raise AssertionError
    finally:
        return
