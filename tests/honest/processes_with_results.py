"""The result of a process is looked at, or the wait is for something else."""

import asyncio
import sys


async def test_result_of_a_process() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "print(1)", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    line = await process.stdout.readline()
    await process.wait()
    assert line.strip() == b"1"


async def test_wait_for_something_else() -> None:
    event = asyncio.Event()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "print(1)", stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    event.set()
    await event.wait()
    assert output.strip() == b"1"
