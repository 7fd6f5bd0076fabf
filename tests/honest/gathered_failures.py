"""The failures are returned, and checked."""

import asyncio


async def fail() -> None:
    raise ValueError


async def test_gathered_failures() -> None:
    [result] = await asyncio.gather(fail(), return_exceptions=True)
    assert isinstance(result, ValueError)
