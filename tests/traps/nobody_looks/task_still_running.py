"""The task is cancelled when the loop is closed, before it fails."""

import asyncio


async def check() -> None:
    await asyncio.sleep(1)
    raise AssertionError


async def test_trap() -> None:
    task = asyncio.create_task(check())
    await asyncio.sleep(0)
    assert not task.done()
