"""The failure of a task is taken, so that asyncio reports it no more, and not looked at."""

import asyncio


async def check() -> None:
    raise ValueError


async def test_trap() -> None:
    task = asyncio.create_task(check())
    await asyncio.wait([task])
    task.exception()
