"""pytest calls `teardown_function`, and does not await it."""

# stacks: pytest-asyncio pytest-anyio


async def teardown_function() -> None:
    raise AssertionError


async def test_trap() -> None:
    pass
