"""The failures are in a list that nobody reads."""

import asyncio


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    await asyncio.gather(check(), return_exceptions=True)
