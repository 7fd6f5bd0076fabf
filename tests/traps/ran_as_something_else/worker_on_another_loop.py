"""The worker is on the loop of the session, which stands still while the test runs."""

# stacks: pytest-asyncio

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio

JOBS: list[int] = []


async def work() -> None:
    while True:
        await asyncio.sleep(0)
        for job in JOBS:
            assert job > 0


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def worker() -> AsyncIterator[None]:
    task = asyncio.create_task(work())
    yield
    task.cancel()


async def test_worker_takes_jobs(worker: None) -> None:
    JOBS.append(-1)
    await asyncio.sleep(0.02)
    JOBS.clear()
