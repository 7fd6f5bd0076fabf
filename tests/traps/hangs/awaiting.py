"""The test awaits what never comes."""

import asyncio


async def test_trap() -> None:
    await asyncio.Event().wait()
