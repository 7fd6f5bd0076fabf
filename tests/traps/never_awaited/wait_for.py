"""Neither the call nor its time limit is started."""

import asyncio


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    asyncio.wait_for(check(), timeout=1)  # type: ignore[unused-coroutine]
