"""`gather` raises the first failure, and the others go on."""

import asyncio


async def fail() -> None:
    raise ValueError


async def check() -> None:
    await asyncio.sleep(0.1)
    raise AssertionError


async def test_trap() -> None:
    try:
        await asyncio.gather(fail(), check())
    except ValueError:
        pass
