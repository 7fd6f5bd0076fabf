"""A future that has failed only logs it."""

import asyncio


async def test_trap() -> None:
    future = asyncio.get_running_loop().create_future()
    future.set_exception(AssertionError())
    assert future.done()
