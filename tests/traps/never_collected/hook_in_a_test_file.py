"""pytest looks for hooks in conftest.py and in plugins, not in a file of tests."""

# stacks: pytest-asyncio pytest-anyio

import asyncio

import pytest

OPEN: list[int] = []


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    assert not OPEN, f"{item.name} has left something open"


async def test_trap() -> None:
    OPEN.append(1)
    await asyncio.sleep(0)
