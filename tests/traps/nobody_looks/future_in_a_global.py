"""A future that is never destroyed never tells."""

import asyncio

KEPT: list[object] = []


async def test_trap() -> None:
    future = asyncio.get_running_loop().create_future()
    future.set_exception(AssertionError())
    KEPT.append(future)
