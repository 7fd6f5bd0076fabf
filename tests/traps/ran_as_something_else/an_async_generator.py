"""A stray `yield` makes an async generator of the test."""

from collections.abc import AsyncIterator


async def test_trap() -> AsyncIterator[None]:
    yield
    raise AssertionError
