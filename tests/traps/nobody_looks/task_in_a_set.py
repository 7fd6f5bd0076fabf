"""The set that keeps tasks from being collected does not look at them."""

import asyncio


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    tasks: set[asyncio.Task[None]] = set()
    task = asyncio.create_task(check())
    tasks.add(task)
    task.add_done_callback(tasks.discard)
    del task
    await asyncio.sleep(0.01)
    assert not tasks
