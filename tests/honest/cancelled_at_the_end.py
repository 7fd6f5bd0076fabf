"""A task that was told to end does so while the loop is closed."""

import asyncio


async def test_cancelled_at_the_end() -> None:
    task = asyncio.create_task(asyncio.sleep(10))
    await asyncio.sleep(0)
    assert task.cancel()
