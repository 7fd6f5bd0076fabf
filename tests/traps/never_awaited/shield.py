"""The shielded task goes on after the test."""

import asyncio


async def check() -> None:
    await asyncio.sleep(0.2)
    raise AssertionError


async def test_trap() -> None:
    asyncio.shield(check())
