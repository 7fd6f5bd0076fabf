"""A text that is not empty is true."""

async def test_trap() -> None:
    assert "1 == 2"
