"""A process is started, and its exit code looked at."""

import asyncio
import sys


async def test_subprocess() -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "")
    assert await process.wait() == 0
