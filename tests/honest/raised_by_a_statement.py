"""What a statement raises is expected, so that nobody needs what it returns."""

# stacks: pytest-asyncio pytest-anyio

import asyncio

import pytest


def is_small(number: object) -> bool:
    return number < 10  # type: ignore[operator]


async def test_raised_by_a_statement() -> None:
    task = asyncio.create_task(asyncio.sleep(0))
    with pytest.raises(asyncio.InvalidStateError):
        task.exception()
    await task
    with pytest.raises(TypeError):
        1 < "text"
    with pytest.raises(TypeError):
        is_small("text")
