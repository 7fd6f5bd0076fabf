"""A coroutine function that is called, and not awaited, does nothing."""

async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    check()  # type: ignore[unused-coroutine]
