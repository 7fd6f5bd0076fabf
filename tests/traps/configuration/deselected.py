"""The command line deselects a test that was flaky once."""

# stacks: pytest-asyncio pytest-anyio
# arguments: --deselect tests/test_trap.py::test_pops_the_oldest

import asyncio
from collections import deque


async def pop(items: deque[int]) -> int:
    await asyncio.sleep(0)
    return items.pop()


async def test_pops() -> None:
    assert await pop(deque([1])) == 1


async def test_pops_the_oldest() -> None:
    assert await pop(deque([1, 2])) == 1
