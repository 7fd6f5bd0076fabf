"""A mark ignores warnings for a test."""

# stacks: pytest-asyncio pytest-anyio

import pytest


async def check() -> None:
    raise AssertionError


@pytest.mark.filterwarnings("ignore")
async def test_trap() -> None:
    check()  # type: ignore[unused-coroutine]
