"""The code under test starts the task, and the test does not know."""

import asyncio


class Service:
    async def start(self) -> None:
        self.worker = asyncio.create_task(self.work())

    async def work(self) -> None:
        raise AssertionError


async def test_trap() -> None:
    service = Service()
    await service.start()
    await asyncio.sleep(0.01)
