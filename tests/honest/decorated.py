"""Functions of decorators that do not wrap: they run a test, or register a view."""

import asyncio
from collections.abc import Awaitable, Callable

ROUTES: dict[str, Callable[[], Awaitable[int]]] = {}


def route(path: str) -> Callable[[Callable[[], Awaitable[int]]], Callable[[], Awaitable[int]]]:
    def register(view: Callable[[], Awaitable[int]]) -> Callable[[], Awaitable[int]]:
        ROUTES[path] = view
        return view

    return register


async def test_decorated() -> None:
    @route("/test")
    async def test_view() -> int:
        await asyncio.sleep(0)
        return 1

    assert await ROUTES["/test"]() == 1
