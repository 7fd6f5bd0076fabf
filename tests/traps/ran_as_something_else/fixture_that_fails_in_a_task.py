"""The fixture starts a task that fails while the test runs."""

# stacks: pytest-asyncio pytest-anyio

import asyncio

import pytest


async def check() -> None:
    raise AssertionError


@pytest.fixture
async def worker() -> asyncio.Task[None]:
    return asyncio.create_task(check())


async def test_trap(worker: asyncio.Task[None]) -> None:
    await asyncio.sleep(0.01)
    assert worker.done()
