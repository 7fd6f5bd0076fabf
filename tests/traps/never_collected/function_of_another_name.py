"""A function whose name does not begin with `test` is no test."""

# stacks: pytest-asyncio pytest-anyio


async def should_add() -> None:
    assert 1 + 1 == 3


async def test_add() -> None:
    assert 1 + 1 == 2
