"""There is nothing to check, so all is well."""

# before 3.12: nothing


async def test_trap() -> None:
    notes: list[str] = []
    for note in notes:
        assert note == "hello"
