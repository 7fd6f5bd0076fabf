"""An async generator that nobody iterates over never starts: no warning."""

# caught by: nothing

from collections.abc import AsyncIterator


async def checks() -> AsyncIterator[None]:
    raise AssertionError
    yield


async def test_trap() -> None:
    checks()
