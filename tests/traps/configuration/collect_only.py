"""The environment of this machine has pytest collect the tests, and not run them."""

# stacks: pytest-asyncio pytest-anyio
# environment: PYTEST_ADDOPTS=--collect-only

import asyncio


async def halve(number: int) -> int:
    await asyncio.sleep(0)
    return number // 3


async def test_halves() -> None:
    assert await halve(4) == 2
