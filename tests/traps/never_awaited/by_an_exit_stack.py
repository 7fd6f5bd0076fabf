"""A sync exit stack calls the async callback, and does not await it."""

from contextlib import ExitStack


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    with ExitStack() as stack:
        stack.callback(check)
