"""The loop over the results is left early."""

import asyncio


async def check(delay: float) -> None:
    await asyncio.sleep(delay)
    assert not delay


async def test_trap() -> None:
    for first in asyncio.as_completed([check(0), check(0.01)]):
        await first
        break
