"""Inner functions that are passed on, decorated or called."""

import asyncio
from collections.abc import Callable


async def test_inner_functions() -> None:
    called: list[str] = []

    async def work() -> None:
        called.append("work")

    def register(function: Callable[[], None]) -> Callable[[], None]:
        function()
        return function

    @register
    def registered() -> None:
        called.append("registered")

    await asyncio.create_task(work())
    assert called == ["registered", "work"]
