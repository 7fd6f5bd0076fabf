"""Failures of assertions that the test takes, and looks at."""

import asyncio
from typing import Any


async def fail() -> None:
    assert not "reached", "not yet"


async def test_failure_of_a_task_is_looked_at() -> None:
    task = asyncio.create_task(fail())
    await asyncio.wait([task])
    assert "not yet" in str(task.exception())


async def test_failure_is_reported_to_the_handler() -> None:
    reported: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))
    task = asyncio.create_task(fail())
    await asyncio.sleep(0)
    del task
    await asyncio.sleep(0.01)
    assert "not yet" in str(reported[0]["exception"])
