"""The failures are returned among the results, which are only counted."""

import asyncio


async def check(number: int) -> int:
    if number:
        raise ValueError
    return number


async def test_trap() -> None:
    results = await asyncio.gather(check(0), check(1), return_exceptions=True)
    assert len(results) == 2
