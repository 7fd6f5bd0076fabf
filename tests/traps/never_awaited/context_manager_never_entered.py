"""What `@asynccontextmanager` returns is no coroutine: no warning."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def checked() -> AsyncIterator[None]:
    yield
    raise AssertionError


async def test_trap() -> None:
    checked()
