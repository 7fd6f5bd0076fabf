"""What follows the comma is a message."""

import asyncio


async def test_text_after_a_comma() -> None:
    numbers = await asyncio.sleep(0, [1, 2])
    assert numbers, "no numbers"
    assert len(numbers) == 2, f"{numbers} are too many"
    assert max(numbers) == 2, numbers
