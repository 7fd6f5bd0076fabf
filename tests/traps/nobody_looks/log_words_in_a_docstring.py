"""A docstring with asyncio's words is no check of its log."""

import asyncio


async def fail() -> None:
    raise AssertionError


async def test_trap() -> None:
    """The exception was never retrieved."""
    asyncio.create_task(fail())
    await asyncio.sleep(0.01)
