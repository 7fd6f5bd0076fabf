"""asyncio only logs what a callback raises."""

import asyncio


async def work() -> int:
    return 1


def check(task: asyncio.Task[int]) -> None:
    assert task.result() == 2


async def test_trap() -> None:
    task = asyncio.create_task(work())
    task.add_done_callback(check)
    await task
    await asyncio.sleep(0.01)
