"""Assertions that fail on purpose: expected, tried again, or looked at."""

import asyncio
from collections.abc import Callable
from unittest.mock import AsyncMock


async def eventually(check: Callable[[], None]) -> None:
    for _ in range(100):
        try:
            return check()
        except AssertionError:
            await asyncio.sleep(0.001)
    raise TimeoutError


async def test_assertion_that_holds_in_the_end() -> None:
    done: list[bool] = []

    def check() -> None:
        assert done

    asyncio.get_running_loop().call_later(0.01, done.append, True)
    await eventually(check)


async def test_mock_that_was_not_awaited() -> None:
    try:
        AsyncMock().assert_awaited()
    except AssertionError as error:
        assert "awaited" in str(error)
    else:
        raise AssertionError("it was awaited")


async def fail() -> None:
    raise AssertionError


async def test_failure_in_a_group() -> None:
    [result] = await asyncio.gather(fail(), return_exceptions=True)
    assert isinstance(result, AssertionError)
