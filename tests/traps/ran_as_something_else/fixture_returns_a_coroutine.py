"""The fixture hands the coroutine on, and the test has no use for it."""

# stacks: pytest-asyncio pytest-anyio

from collections.abc import Coroutine

import pytest


async def check() -> None:
    raise AssertionError


@pytest.fixture
def checked() -> Coroutine[None, None, None]:
    return check()


async def test_trap(checked: object) -> None:
    assert checked
