"""`asyncio.wait` raises nothing when its time is over."""

import asyncio


async def check() -> None:
    await asyncio.sleep(1)
    raise AssertionError


async def test_trap() -> None:
    await asyncio.wait([asyncio.create_task(check())], timeout=0.01)
