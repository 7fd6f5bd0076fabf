"""The failure stays in a future that nobody has."""

import asyncio


def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    asyncio.get_running_loop().run_in_executor(None, check)
    await asyncio.sleep(0.05)
