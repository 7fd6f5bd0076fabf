"""The test blocks its thread, and no time limit of the event loop helps."""

import threading


async def test_trap() -> None:
    threading.Event().wait()
