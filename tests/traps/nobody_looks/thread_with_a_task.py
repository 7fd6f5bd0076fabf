"""A task of another thread's loop fails."""

import asyncio
import threading


async def check() -> None:
    raise AssertionError


async def main() -> None:
    asyncio.create_task(check())
    await asyncio.sleep(0.01)


async def test_trap() -> None:
    thread = threading.Thread(target=lambda: asyncio.run(main()))
    thread.start()
    thread.join()
