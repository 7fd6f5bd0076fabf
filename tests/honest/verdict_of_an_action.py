"""A function does something, and also says whether it did."""

import asyncio

CALLS: list[int] = []


async def record(number: int) -> bool:
    """Return whether it was recorded."""
    await asyncio.sleep(0)
    CALLS.append(number)
    return True


async def test_verdict_of_an_action() -> None:
    await record(1)
    assert CALLS == [1]
