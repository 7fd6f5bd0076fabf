"""A task is lost on purpose, in a loop of its own, to see what is logged."""

# stacks: pytest-anyio pytest-asyncio

import asyncio
import gc

import pytest


async def fail() -> None:
    raise ConnectionError("refused")


async def lose_a_task() -> None:
    task = asyncio.create_task(fail())
    await asyncio.sleep(0)
    del task
    gc.collect()


def test_lost_task_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    asyncio.run(lose_a_task())

    assert "Task exception was never retrieved" in caplog.text
