"""The task catches its cancellation and goes on."""

import asyncio


async def check() -> None:
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        await asyncio.sleep(0)
        raise AssertionError from None


async def test_trap() -> None:
    task = asyncio.create_task(check())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
