"""Python only prints what a thread raises, from its event loop as well."""

import asyncio
import threading


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    thread = threading.Thread(target=lambda: asyncio.run(check()))
    thread.start()
    thread.join()
