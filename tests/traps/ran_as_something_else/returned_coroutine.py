"""A sync test returns the coroutine to the runner, which does not want it."""

from collections.abc import Coroutine


async def check() -> None:
    raise AssertionError


def test_trap() -> Coroutine[None, None, None]:
    return check()
