"""A task without an end is left to itself."""

import asyncio


async def beat() -> None:
    while True:
        await asyncio.sleep(0.001)


async def test_trap() -> None:
    heart = asyncio.create_task(beat())
    await asyncio.sleep(0.01)
    assert not heart.done()
