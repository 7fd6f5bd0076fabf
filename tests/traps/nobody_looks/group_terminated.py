"""The exception that ends the group cancels the check, and is the only one that is left."""

import asyncio


class TerminateTaskGroup(Exception):
    """Raised in a group to end it."""


async def terminate() -> None:
    await asyncio.sleep(0)
    raise TerminateTaskGroup


async def check(values: list[int]) -> None:
    while len(values) < 3:
        await asyncio.sleep(0.01)
    assert values == [1, 2, 3]


async def test_values_arrive() -> None:
    values: list[int] = []
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(check(values))
            values.extend([3, 2])
            group.create_task(terminate())
    except* TerminateTaskGroup:
        pass
