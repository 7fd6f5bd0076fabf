"""A variable is not a look at the result."""

import asyncio


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    task = asyncio.create_task(check())
    await asyncio.sleep(0.01)
    assert task.done()
