"""The process fails, and nobody looks at its exit code."""

import asyncio
import sys


async def test_trap() -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "raise SystemExit(1)")
    await process.wait()
