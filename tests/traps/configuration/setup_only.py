"""An option that was used to look at the fixtures was left: no test is run."""

# stacks: pytest-asyncio pytest-anyio
# arguments: --setup-only

import asyncio


async def triple(number: int) -> int:
    await asyncio.sleep(0)
    return number * 2


async def test_triples() -> None:
    assert await triple(2) == 6
