"""A done-callback collects what tasks raise, and the test reads it."""

import asyncio


async def work(number: int) -> None:
    if number % 2:
        raise ValueError(number)


async def test_odd_numbers_are_refused() -> None:
    tasks: set[asyncio.Task[None]] = set()
    refused: list[str] = []

    def collect(task: asyncio.Task[None]) -> None:
        tasks.discard(task)
        if error := task.exception():
            refused.append(str(error))

    for number in range(5):
        task = asyncio.create_task(work(number))
        tasks.add(task)
        task.add_done_callback(collect)
    await asyncio.wait(set(tasks))
    await asyncio.sleep(0)

    assert not tasks
    assert sorted(refused) == ["1", "3"]
