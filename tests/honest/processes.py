"""Processes whose exit code is looked at, or that are killed."""

import asyncio
import sys


async def start(code: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-c", code)


async def test_exit_code() -> None:
    process = await start("raise SystemExit(3)")
    assert await process.wait() == 3


async def test_killed() -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "input()", stdin=-1)
    process.kill()
    await process.wait()
