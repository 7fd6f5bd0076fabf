"""`zip()` ends with the shorter list: the last parameters are no test."""

# stacks: pytest-asyncio pytest-anyio

import asyncio

import pytest

NAMES = ["ada", "grace", ""]
LENGTHS = [3, 5]


@pytest.mark.parametrize(("name", "length"), list(zip(NAMES, LENGTHS)))
async def test_trap(name: str, length: int) -> None:
    await asyncio.sleep(0)
    assert len(name) == length > 0
