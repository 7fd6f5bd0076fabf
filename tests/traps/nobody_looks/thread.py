"""Python only prints what a thread raises."""

import threading


def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    thread = threading.Thread(target=check)
    thread.start()
    thread.join()
