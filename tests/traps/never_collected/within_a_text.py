"""A docstring ends too late: the next test is a part of it."""

import asyncio


async def withdraw(balance: int, amount: int) -> int:
    return await asyncio.sleep(0, balance - amount)


async def test_withdraw() -> None:
    """What is there can be withdrawn.
    assert await withdraw(10, 4) == 6


async def test_withdraw_too_much() -> None:
    More than is there cannot."""
    assert await withdraw(10, 4) == 6
