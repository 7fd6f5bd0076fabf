"""The mock awaits its own coroutine, and returns the inner one."""

from collections.abc import Coroutine
from unittest.mock import AsyncMock

KEPT: list[object] = []


async def check() -> bool:
    raise AssertionError


def answer() -> Coroutine[None, None, bool]:
    return check()


async def test_trap() -> None:
    ask = AsyncMock(side_effect=answer)
    assert await ask()
