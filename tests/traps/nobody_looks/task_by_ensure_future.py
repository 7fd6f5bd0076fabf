"""`ensure_future` makes a task, too."""

import asyncio


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    asyncio.ensure_future(check())
    await asyncio.sleep(0.01)
