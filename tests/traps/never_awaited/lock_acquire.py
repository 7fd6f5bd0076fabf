"""The lock is not held."""

import asyncio


async def test_trap() -> None:
    lock = asyncio.Lock()
    assert lock.acquire()
    assert not lock.locked()
