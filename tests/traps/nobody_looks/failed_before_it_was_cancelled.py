"""The task has failed long before it is cancelled, and all that it raises is suppressed."""

import asyncio
from contextlib import suppress


async def check() -> None:
    raise ValueError


async def test_trap() -> None:
    task = asyncio.create_task(check())
    await asyncio.sleep(0)
    task.cancel()
    with suppress(BaseException):
        await task
