"""`wait_for` cancels what it has waited for."""

import asyncio


async def test_wait_for() -> None:
    hit = False
    try:
        await asyncio.wait_for(asyncio.Event().wait(), timeout=0.001)
    except TimeoutError:
        hit = True
    assert hit
