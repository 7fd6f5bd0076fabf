"""The cancelled scope swallows its cancellation, and the rest of the test."""

import asyncio
from contextlib import suppress


async def test_trap() -> None:
    with suppress(asyncio.CancelledError):
        task = asyncio.current_task()
        assert task
        task.cancel()
        await asyncio.sleep(0)
        assert task.done()
