"""The function is never called."""

import asyncio


def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    asyncio.to_thread(check)  # type: ignore[unused-coroutine]
