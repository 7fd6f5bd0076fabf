"""A task group raises what failed in it."""

import asyncio


async def fail() -> None:
    raise ValueError


async def test_expected_group() -> None:
    caught = []
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail())
            group.create_task(asyncio.sleep(10))
    except* ValueError as errors:
        caught = list(errors.exceptions)
    assert len(caught) == 1
