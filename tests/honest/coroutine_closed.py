"""A queue that is full closes the coroutine that it cannot take."""

import inspect
from collections.abc import Coroutine


class Backlog:
    def __init__(self, size: int) -> None:
        self.size = size
        self.jobs: list[Coroutine[None, None, str]] = []

    def put(self, job: Coroutine[None, None, str]) -> bool:
        if len(self.jobs) == self.size:
            job.close()
            return False
        self.jobs.append(job)
        return True


async def work(name: str) -> str:
    return name


async def test_job_too_many_is_closed() -> None:
    backlog = Backlog(size=1)
    first, second = work("first"), work("second")

    assert backlog.put(first)
    assert not backlog.put(second)
    assert inspect.getcoroutinestate(second) == inspect.CORO_CLOSED
    assert await backlog.jobs[0] == "first"
