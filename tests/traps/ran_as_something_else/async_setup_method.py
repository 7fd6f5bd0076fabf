"""pytest calls `setup_method`, and does not await it."""

# stacks: pytest-asyncio pytest-anyio


class TestTrap:
    async def setup_method(self) -> None:
        raise AssertionError

    async def test_trap(self) -> None:
        pass
