"""The conditional expression takes in the whole comparison: in the other case a number is asserted."""

# general

import asyncio


async def count(text: str, *, unique: bool) -> int:
    return await asyncio.sleep(0, 0 if unique else len(text.split()))


async def test_trap() -> None:
    for unique in (False, True):
        assert await count("to be or not to be", unique=unique) == 6 if not unique else 4
