"""The tasks of `gather` fail after the test."""

import asyncio


async def check() -> None:
    await asyncio.sleep(0.01)
    raise AssertionError


async def test_trap() -> None:
    asyncio.gather(check(), check())
