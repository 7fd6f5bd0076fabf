"""The exception handler that hides noise hides the failed check as well."""

import asyncio
from typing import Any


def quiet(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Connections that are reset while the server stops are nobody's business."""


class Ticker:
    def __init__(self) -> None:
        self.ticks: list[int] = []

    def start(self) -> None:
        asyncio.get_running_loop().call_soon(self.ticks.append, 0)


async def test_ticks_start_at_one() -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(quiet)
    ticker = Ticker()
    ticker.start()

    def check() -> None:
        assert ticker.ticks == [1]

    loop.call_soon(check)
    await asyncio.sleep(0.01)
