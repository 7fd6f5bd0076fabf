"""The event loop calls the function, and does not await it."""

import asyncio


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    asyncio.get_running_loop().call_soon(check)
    await asyncio.sleep(0)
