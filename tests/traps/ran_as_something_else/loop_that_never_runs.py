"""The callback is scheduled on a loop that nobody runs."""

import asyncio


class Scheduler:
    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.calls: list[str] = []

    def schedule(self, name: str) -> None:
        self.loop.call_soon(self.call, name)

    def call(self, name: str) -> None:
        if name in self.calls:
            raise ValueError(name)
        self.calls.append(name)

    async def stop(self) -> None:
        await asyncio.sleep(0)
        self.loop.close()


async def test_schedules_the_same_twice() -> None:
    scheduler = Scheduler()
    scheduler.schedule("a")
    scheduler.schedule("a")
    await scheduler.stop()
    assert scheduler.loop.is_closed()
