"""The helper returns the coroutine, and looks as if it had checked."""

from collections.abc import Coroutine


async def check() -> None:
    raise AssertionError


def verify() -> Coroutine[None, None, None]:
    return check()


async def test_trap() -> None:
    verify()  # type: ignore[unused-coroutine]
