"""`asyncio.wait` raises nothing of what its tasks raise."""

import asyncio


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    await asyncio.wait([asyncio.create_task(check())])
