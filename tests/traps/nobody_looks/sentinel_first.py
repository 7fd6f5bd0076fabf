"""The sentinel comes first out of the queue: the consumer ends before it has checked."""

import asyncio

STOP = (-1, "stop")


async def consume(queue: asyncio.PriorityQueue[tuple[int, str]]) -> None:
    while (item := await queue.get()) != STOP:
        priority, name = item
        assert name.isupper(), priority


async def test_names_are_upper_case() -> None:
    queue: asyncio.PriorityQueue[tuple[int, str]] = asyncio.PriorityQueue()
    for item in enumerate(["A", "b", "C"]):
        queue.put_nowait(item)
    queue.put_nowait(STOP)
    await consume(queue)
