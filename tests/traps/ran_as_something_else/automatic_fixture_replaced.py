"""The class has a fixture of the same name as the one that checks, which it replaces."""

# stacks: pytest-asyncio pytest-anyio

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

TASKS: set[str] = set()


@pytest.fixture(autouse=True)
async def clean_tasks() -> AsyncIterator[None]:
    yield
    await asyncio.sleep(0)
    assert not TASKS


async def submit(name: str) -> None:
    await asyncio.sleep(0)
    TASKS.add(name)


class TestSubmit:
    @pytest.fixture(autouse=True)
    def clean_tasks(self) -> Iterator[None]:
        yield
        TASKS.clear()

    async def test_submits(self) -> None:
        await submit("a")
        assert "a" in TASKS
