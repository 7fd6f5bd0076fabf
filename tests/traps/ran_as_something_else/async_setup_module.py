"""pytest calls `setup_module`, and does not await it."""

# stacks: pytest-asyncio pytest-anyio


async def setup_module() -> None:
    raise AssertionError


async def test_trap() -> None:
    pass
