"""The worker has died, and the queue does not tell."""

import asyncio


async def work(queue: asyncio.Queue[int]) -> None:
    while True:
        assert await queue.get() != 1


async def test_trap() -> None:
    queue: asyncio.Queue[int] = asyncio.Queue()
    worker = asyncio.create_task(work(queue))
    queue.put_nowait(1)
    await asyncio.sleep(0.01)
    assert queue.empty()
    worker.cancel()
