"""The thread hands its check to the loop, which only logs it."""

import asyncio


def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(loop.call_soon_threadsafe, check)
    await asyncio.sleep(0.01)
