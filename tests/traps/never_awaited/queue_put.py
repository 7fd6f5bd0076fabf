"""Nothing is in the queue."""

import asyncio


async def test_trap() -> None:
    queue: asyncio.Queue[int] = asyncio.Queue()
    queue.put(1)  # type: ignore[unused-coroutine]
    assert queue.empty()
