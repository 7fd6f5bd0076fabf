"""The handler of the loop is the test's own, and is asked afterwards."""

import asyncio
from typing import Any


async def fail() -> None:
    raise ValueError


async def test_own_exception_handler() -> None:
    seen: list[dict[str, Any]] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _loop, context: seen.append(context))
    loop.call_soon(int, "x")
    await asyncio.sleep(0)
    loop.set_exception_handler(None)
    assert len(seen) == 1
