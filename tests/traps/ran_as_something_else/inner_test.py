"""A test inside of a test is a local variable."""

async def test_trap() -> None:
    async def test_inner() -> None:
        raise AssertionError
