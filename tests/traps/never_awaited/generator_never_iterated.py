"""An async generator that nobody iterates over never starts: no warning."""

from collections.abc import AsyncIterator


async def checks() -> AsyncIterator[int]:
    for number in range(2):
        assert number == 2
        yield number


async def test_trap() -> None:
    checks()
