"""The second `pytestmark` replaces the first, and with it the fixture that checks."""

# stacks: pytest-asyncio pytest-anyio

import asyncio
from collections.abc import AsyncIterator

import pytest

SUBSCRIBERS: list[str] = []


@pytest.fixture
async def nobody_is_left() -> AsyncIterator[None]:
    yield
    await asyncio.sleep(0)
    assert not SUBSCRIBERS


@pytest.fixture
def no_subscribers() -> None:
    SUBSCRIBERS.clear()


pytestmark = [pytest.mark.usefixtures("nobody_is_left")]


async def subscribe(name: str) -> None:
    await asyncio.sleep(0)
    SUBSCRIBERS.append(name)


pytestmark = [pytest.mark.usefixtures("no_subscribers")]


async def test_subscribes() -> None:
    await subscribe("ann")
    assert SUBSCRIBERS == ["ann"]
