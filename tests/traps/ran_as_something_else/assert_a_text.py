"""A text that is not empty is true."""

# caught by: ruff PLW0129


async def test_trap() -> None:
    assert "1 == 2"
