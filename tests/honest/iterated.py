"""Generators that are iterated, and functions with a generator inside of them."""

import asyncio
from collections.abc import AsyncIterator, Iterator


async def pages() -> AsyncIterator[int]:
    for number in range(2):
        await asyncio.sleep(0)
        yield number


def record(seen: list[int]) -> None:
    def numbers() -> Iterator[int]:
        yield 1

    seen.extend(numbers())


async def test_iterated() -> None:
    seen: list[int] = []
    record(seen)
    assert [page async for page in pages()] == [0, 1]
    assert list(map(str, seen)) == ["1"]
