"""The check is in an exit that is never called."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Pool:
    def __init__(self) -> None:
        self.open = 0

    async def connect(self) -> str:
        self.open += 1
        return "connection"


@asynccontextmanager
async def pool_without_leaks() -> AsyncIterator[Pool]:
    pool = Pool()
    yield pool
    assert pool.open == 0


async def test_pool_leaks_nothing() -> None:
    manager = pool_without_leaks()
    pool = await manager.__aenter__()
    assert await pool.connect() == "connection"
