"""The failure of a task is taken, and checked."""

import asyncio


async def fail() -> None:
    raise ValueError


async def test_failure_that_is_looked_at() -> None:
    task = asyncio.create_task(fail())
    await asyncio.wait([task])
    assert isinstance(task.exception(), ValueError)
