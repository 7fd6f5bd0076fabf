"""The failures are in a list that nobody reads."""

# before 3.12: nothing

import asyncio


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    await asyncio.gather(check(), return_exceptions=True)
