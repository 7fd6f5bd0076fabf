"""Switched off for one test."""

# stacks: pytest-asyncio pytest-anyio

import asyncio

import pytest

KEPT: list[object] = []


async def fail() -> None:
    raise ValueError


@pytest.mark.unguarded
async def test_unguarded() -> None:
    KEPT.append(fail())
    task = asyncio.create_task(asyncio.sleep(10))
    assert task
    assert task or 2
