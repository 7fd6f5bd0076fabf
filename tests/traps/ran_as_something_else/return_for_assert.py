"""The test returns what it was to assert."""

async def test_trap() -> bool:
    return 1 == 2
