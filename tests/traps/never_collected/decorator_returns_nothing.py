"""The decorator forgets to return its wrapper: the name of the test stands for nothing."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

CALLS: list[str] = []


def noted(test: Callable[..., Awaitable[None]]) -> Any:
    @wraps(test)
    async def wrapper(*args: object) -> None:
        CALLS.append(test.__name__)
        await test(*args)


@noted
async def test_trap() -> None:
    raise AssertionError
