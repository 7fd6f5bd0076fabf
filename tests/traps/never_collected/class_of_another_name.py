"""pytest looks for classes that begin with Test."""

# stacks: pytest-asyncio pytest-anyio


class ServiceTests:
    async def test_trap(self) -> None:
        raise AssertionError
