"""The block is left by an exception, so what stands after the `yield` is not run."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

LOCKED: set[str] = set()


@asynccontextmanager
async def nothing_stays_locked() -> AsyncIterator[None]:
    yield
    await asyncio.sleep(0)
    assert not LOCKED


async def update(name: str) -> None:
    LOCKED.add(name)
    await asyncio.sleep(0)
    raise ValueError(name)


async def test_failed_update_unlocks() -> None:
    failed = False
    try:
        async with nothing_stays_locked():
            await update("row")
    except ValueError:
        failed = True
    assert failed
