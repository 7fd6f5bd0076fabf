"""What ends the inner iterator ends the outer one as well, in the middle of a pair."""

import asyncio
from collections.abc import AsyncIterator


async def lines() -> AsyncIterator[str]:
    for line in ["name", "ann", "age"]:
        await asyncio.sleep(0)
        yield line


class Pairs:
    def __init__(self, source: AsyncIterator[str]) -> None:
        self.source = source

    def __aiter__(self) -> "Pairs":
        return self

    async def __anext__(self) -> tuple[str, str]:
        key = await anext(self.source)
        value = await anext(self.source)
        return key, value


async def test_pairs_are_complete() -> None:
    found: dict[str, str] = {}
    async for key, value in Pairs(lines()):
        found[key] = value
        if key == "age":
            assert value.isdigit()
    assert found["name"] == "ann"
