"""The context manager is not entered."""

from contextlib import asynccontextmanager
from collections.abc import AsyncIterator


@asynccontextmanager
async def connection() -> AsyncIterator[int]:
    raise AssertionError
    yield 1


async def test_trap() -> None:
    assert connection().__aenter__()
