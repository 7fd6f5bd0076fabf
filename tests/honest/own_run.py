"""A sync test calls `asyncio.run`, twice."""

import asyncio


async def answer() -> int:
    await asyncio.sleep(0)
    return 42


def test_own_run() -> None:
    assert asyncio.run(answer()) == 42
    assert asyncio.run(answer()) == 42
