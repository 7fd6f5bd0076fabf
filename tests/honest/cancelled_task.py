"""A task that is cancelled and awaited has ended."""

import asyncio
from contextlib import suppress


async def test_cancelled_task() -> None:
    task = asyncio.create_task(asyncio.sleep(10))
    await asyncio.sleep(0)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert task.cancelled()
