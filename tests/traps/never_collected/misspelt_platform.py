"""No platform is called that."""

import asyncio
import sys


async def pid_of(command: str) -> int:
    process = await asyncio.create_subprocess_exec(command)
    await process.wait()
    return -process.pid


if sys.platform == "Linux":

    async def test_pid_is_positive() -> None:
        assert await pid_of("true") > 0
