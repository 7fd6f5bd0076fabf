"""The thread calls the function, and does not await it."""

import threading


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    thread = threading.Thread(target=check)
    thread.start()
    thread.join()
