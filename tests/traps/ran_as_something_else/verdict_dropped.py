"""The helper returns whether it is so, and nobody looks."""

# general

import asyncio


async def soon(event: asyncio.Event) -> bool:
    for _ in range(3):
        await asyncio.sleep(0)
    return event.is_set()


async def test_trap() -> None:
    event = asyncio.Event()
    await soon(event)
