"""pytest collects no class that has an `__init__`."""

# stacks: pytest-asyncio pytest-anyio


class TestTrap:
    def __init__(self) -> None:
        self.ready = False

    async def test_trap(self) -> None:
        assert self.ready
