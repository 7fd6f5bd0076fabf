"""The time limit is an object that nobody enters."""

import asyncio


async def test_trap() -> None:
    asyncio.timeout(0)
    await asyncio.sleep(0.01)
