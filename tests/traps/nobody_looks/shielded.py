"""The caller's time is over, and what was shielded fails later."""

import asyncio


async def check() -> None:
    await asyncio.sleep(0.02)
    raise AssertionError


async def test_trap() -> None:
    try:
        await asyncio.wait_for(asyncio.shield(check()), timeout=0.001)
    except TimeoutError:
        await asyncio.sleep(0.05)
