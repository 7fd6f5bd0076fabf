"""The second definition replaces the first."""

# stacks: pytest-asyncio pytest-anyio


class TestTrap:
    async def test_trap(self) -> None:
        raise AssertionError

    async def test_trap(self) -> None:
        pass
