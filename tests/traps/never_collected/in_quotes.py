"""The test was put into quotes for a while, and stayed there."""

# general

import asyncio


async def test_other() -> None:
    await asyncio.sleep(0)
    assert True


"""
async def test_trap() -> None:
    await asyncio.sleep(0)
    raise AssertionError
"""
