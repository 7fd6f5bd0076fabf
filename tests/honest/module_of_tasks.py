"""A task that is done stays in a global."""

import asyncio

KEPT: list[object] = []


async def test_module_of_tasks() -> None:
    task = asyncio.create_task(asyncio.sleep(0, "done"))
    KEPT.append(task)
    assert await task == "done"
