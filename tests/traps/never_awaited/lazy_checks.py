"""`map()` calls nothing until somebody iterates."""

import asyncio


async def prices() -> list[int]:
    await asyncio.sleep(0)
    return [3, -1]


def check_price(price: int) -> None:
    assert price > 0


async def test_prices_are_positive() -> None:
    found = await prices()
    assert found
    map(check_price, found)
