"""A task without an end is cancelled and awaited."""

import asyncio
import contextlib


async def tick(ticks: list[int], enough: asyncio.Event) -> None:
    while True:
        ticks.append(len(ticks))
        if len(ticks) == 3:
            enough.set()
        await asyncio.sleep(0)


async def test_clock_stops_when_it_is_cancelled() -> None:
    ticks: list[int] = []
    enough = asyncio.Event()
    task = asyncio.create_task(tick(ticks, enough))
    await enough.wait()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task

    assert task.cancelled()
    assert ticks[:3] == [0, 1, 2]
