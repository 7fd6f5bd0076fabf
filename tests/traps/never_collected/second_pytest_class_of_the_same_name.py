"""The second definition replaces the first."""

# stacks: pytest-asyncio pytest-anyio


class TestTrap:
    async def test_trap(self) -> None:
        raise AssertionError


class TestTrap:
    async def test_other(self) -> None:
        pass
