"""A partial function of a coroutine function returns a coroutine."""

from functools import partial


async def check(number: int) -> None:
    raise AssertionError(number)


async def test_trap() -> None:
    call = partial(check, 1)
    call()  # type: ignore[unused-coroutine]
