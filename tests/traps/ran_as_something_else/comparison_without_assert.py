"""The comparison is made, and dropped."""

# caught by: ruff B015


async def test_trap() -> None:
    1 == 2
