"""A time limit is hit on purpose."""

import asyncio


async def test_time_limit() -> None:
    hit = False
    try:
        async with asyncio.timeout(0.001):
            await asyncio.sleep(10)
    except TimeoutError:
        hit = True
    assert hit
