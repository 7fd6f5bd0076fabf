"""A future in a cycle tells when the garbage collector comes by, perhaps after the last test."""

import asyncio


async def test_trap() -> None:
    future = asyncio.get_running_loop().create_future()
    cycle = [future]
    future.set_exception(AssertionError(cycle))
