"""The decorator tries the test again when an assertion fails, and gives up in silence."""

# stacks: pytest-asyncio pytest-anyio

from collections.abc import Awaitable, Callable
from functools import wraps


def flaky(test: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    @wraps(test)
    async def tries() -> None:
        for _ in range(3):
            try:
                await test()
                break
            except AssertionError:
                continue

    return tries


async def answer() -> int:
    return 0


@flaky
async def test_trap() -> None:
    assert await answer() == 42
