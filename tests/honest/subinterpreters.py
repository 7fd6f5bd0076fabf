"""An executor of subinterpreters, where this Python has one."""

import asyncio
import concurrent.futures

Executor = getattr(
    concurrent.futures, "InterpreterPoolExecutor", concurrent.futures.ThreadPoolExecutor
)


async def test_subinterpreters() -> None:
    with Executor(1) as executor:
        loop = asyncio.get_running_loop()
        assert await loop.run_in_executor(executor, abs, -3) == 3
