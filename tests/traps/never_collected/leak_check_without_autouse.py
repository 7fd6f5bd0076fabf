"""The fixture that checks is not asked for."""

# stacks: pytest-anyio pytest-asyncio

from collections.abc import AsyncIterator

import pytest_asyncio

connections: set[str] = set()


async def connect(name: str) -> str:
    connections.add(name)
    return name


@pytest_asyncio.fixture
async def nothing_leaks() -> AsyncIterator[None]:
    connections.clear()
    yield
    assert not connections


async def test_connects() -> None:
    assert await connect("a") == "a"
