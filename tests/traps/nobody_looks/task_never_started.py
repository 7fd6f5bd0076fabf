"""A test that ends at once leaves the task no turn."""

import asyncio


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    task = asyncio.create_task(check())
    assert task
