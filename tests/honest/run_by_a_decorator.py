"""A decorator without `wraps()` runs the test."""

# stacks: pytest-asyncio pytest-anyio

import asyncio
from collections.abc import Callable, Coroutine


def run(test: Callable[[], Coroutine[None, None, None]]) -> Callable[[], None]:
    def run_test() -> None:
        asyncio.run(test())

    return run_test


@run
async def test_run_by_a_decorator() -> None:
    assert await asyncio.sleep(0, 1) == 1
