"""The condition returns the method, in place of its result, and the helper is content at once."""

import asyncio
from collections.abc import Callable


async def eventually(condition: Callable[[], object], timeout: float = 0.5) -> None:
    deadline = asyncio.get_running_loop().time() + timeout
    while not condition():
        if asyncio.get_running_loop().time() > deadline:
            raise AssertionError("it did not happen")
        await asyncio.sleep(0.01)


class Job:
    def __init__(self) -> None:
        self.state = "new"

    async def run(self) -> None:
        await asyncio.sleep(0)

    def is_done(self) -> bool:
        return self.state == "done"


async def test_job_gets_done() -> None:
    job = Job()
    await job.run()
    await eventually(lambda: job.is_done)
