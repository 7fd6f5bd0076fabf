"""The failure goes to a future of the other thread, where nobody asks."""

import asyncio


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(asyncio.run_coroutine_threadsafe, check(), loop)
    await asyncio.sleep(0.01)
