"""The task is cancelled, fails while it cleans up, and nobody awaits it."""

import asyncio


async def check() -> None:
    try:
        await asyncio.sleep(1)
    finally:
        raise AssertionError


async def test_trap() -> None:
    task = asyncio.create_task(check())
    await asyncio.sleep(0)
    task.cancel()
