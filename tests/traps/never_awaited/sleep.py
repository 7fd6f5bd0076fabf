"""Nothing is waited for, so nothing has happened yet."""

import asyncio


async def test_trap() -> None:
    asyncio.sleep(1)  # type: ignore[unused-coroutine]
