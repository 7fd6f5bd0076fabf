"""`return` ends the block of the fixture: what is checked at its end is checked before the test."""

# stacks: pytest-asyncio pytest-anyio

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest


@asynccontextmanager
async def strict_queue() -> AsyncGenerator[list[int]]:
    queue: list[int] = []
    yield queue
    assert not queue


@pytest.fixture
async def queue() -> list[int]:
    async with strict_queue() as queue:
        return queue


async def test_trap(queue: list[int]) -> None:
    queue.append(1)
