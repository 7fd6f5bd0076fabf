"""Generators that are iterated, and functions with a generator inside of them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator


async def pages() -> AsyncIterator[int]:
    for number in range(2):
        await asyncio.sleep(0)
        yield number


def record(seen: list[int]) -> None:
    def numbers() -> Iterator[int]:
        yield 1

    seen.extend(numbers())


def run(steps: Callable[[list[int]], Iterator[int]]) -> Callable[[list[int]], None]:
    return lambda seen: seen.extend(steps(seen))


@run
def more_steps(seen: list[int]) -> Iterator[int]:
    yield len(seen)


async def test_iterated() -> None:
    seen: list[int] = []
    record(seen)
    more_steps(seen)
    assert [page async for page in pages()] == [0, 1]
    assert list(map(str, seen)) == ["1", "1"]
