"""Workers live as long as the block."""

import asyncio


async def work(queue: asyncio.Queue[int], done: list[int]) -> None:
    while (item := await queue.get()) >= 0:
        done.append(item)


async def test_task_group_around_a_test() -> None:
    queue: asyncio.Queue[int] = asyncio.Queue()
    done: list[int] = []
    async with asyncio.TaskGroup() as group:
        group.create_task(work(queue, done))
        for item in (1, 2, -1):
            await queue.put(item)
    assert done == [1, 2]
