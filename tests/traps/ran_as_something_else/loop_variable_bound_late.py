"""Each of the checks sees the last case, as the loop is over when they run."""

import asyncio
from collections.abc import Awaitable, Callable

CASES = [(1, "one"), (2, "tow"), (3, "three")]
WORDS = {1: "one", 2: "two", 3: "three"}


async def spell(number: int) -> str:
    await asyncio.sleep(0)
    return WORDS[number]


async def test_spells() -> None:
    checks: list[Callable[[], Awaitable[None]]] = []
    for number, word in CASES:

        async def check() -> None:
            if number != 3:
                assert await spell(number) == word
            assert await spell(number) == word

        checks.append(check)
    await asyncio.gather(*(check() for check in checks))
