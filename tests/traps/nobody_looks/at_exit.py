"""Python only prints what a function raises that is called at its exit."""

import asyncio
import atexit

OPEN: set[int] = set()


async def acquire(number: int) -> None:
    await asyncio.sleep(0)
    OPEN.add(number)


@atexit.register
def check_leaks() -> None:
    assert not OPEN, f"{len(OPEN)} left open"


async def test_acquires() -> None:
    await acquire(1)
    assert 1 in OPEN
