"""There is nothing to check, so all is well."""

async def test_trap() -> None:
    notes: list[str] = []
    for note in notes:
        assert note == "hello"
