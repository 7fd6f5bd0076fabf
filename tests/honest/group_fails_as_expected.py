"""A group of tasks fails, its other task is cancelled, and both are looked at."""

import asyncio


async def fail() -> None:
    raise ConnectionError("refused")


async def test_failure_cancels_its_sibling() -> None:
    messages: list[str] = []
    try:
        async with asyncio.TaskGroup() as group:
            sibling = group.create_task(asyncio.sleep(3600))
            group.create_task(fail())
    except* ConnectionError as failures:
        messages.extend(str(failure) for failure in failures.exceptions)

    assert messages == ["refused"]
    assert sibling.cancelled()
