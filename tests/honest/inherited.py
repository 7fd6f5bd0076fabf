"""Tests of a base class that is none itself."""

# stacks: pytest-asyncio pytest-anyio


class Contract:
    number = 0

    async def test_contract(self) -> None:
        assert self.number == 1


class TestOne(Contract):
    number = 1
