"""The lambda returns the coroutine to somebody who does not want it."""

from collections.abc import Callable


async def check() -> None:
    raise AssertionError


def call(callback: Callable[[], object]) -> None:
    callback()


async def test_trap() -> None:
    call(lambda: check())
