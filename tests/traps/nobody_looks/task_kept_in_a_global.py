"""A task that is never destroyed never tells that it has failed."""

import asyncio

KEPT: list[asyncio.Task[None]] = []


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    KEPT.append(asyncio.create_task(check()))
    await asyncio.sleep(0.01)
