"""A blocking sleep stops the event loop, and what was to happen meanwhile does not."""

import time


async def test_trap() -> None:
    time.sleep(0.01)
