"""asyncio only logs what a callback raises."""

import asyncio


def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    asyncio.get_running_loop().call_soon(check)
    await asyncio.sleep(0.01)
