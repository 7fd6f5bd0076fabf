"""`except*` takes the failure with it."""

import asyncio


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(check())
    except* Exception:
        pass
