"""The code under test takes over, and drops what it gets."""

import asyncio


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
    task = asyncio.create_task(check())
    del task
    await asyncio.sleep(0.01)
