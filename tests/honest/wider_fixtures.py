"""Fixtures that check something when they end: after other files, or after another test."""

# stacks: pytest-anyio pytest-asyncio

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session")
def names() -> Iterator[list[str]]:
    found = ["ann"]
    yield found
    assert found == ["ann"]


@pytest.fixture(scope="module")
def numbers() -> Iterator[list[int]]:
    found = [1]
    assert found
    yield found
    assert found == [1]


async def test_first(numbers: list[int]) -> None:
    assert numbers == [1]


async def test_second(names: list[str], numbers: list[int]) -> None:
    assert len(names) == len(numbers)
