"""asyncio only logs what a task raises that nobody awaits."""

import asyncio


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    asyncio.create_task(check())
    await asyncio.sleep(0.01)
