"""`return` in `finally` swallows the failure."""

# before 3.12: ruff B012


async def test_trap() -> None:
    try:
        raise AssertionError
    finally:
        return
