"""A tuple that is not empty is true."""

# caught by: ruff F631
# caught by pytest-asyncio: run
# caught by pytest-anyio: run


async def test_trap() -> None:
    assert (1 == 2, "one is not two")
