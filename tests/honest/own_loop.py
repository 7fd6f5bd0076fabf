"""A sync test opens a loop, uses it, and closes it."""

import asyncio


async def answer() -> int:
    return 42


def test_own_loop() -> None:
    loop = asyncio.new_event_loop()
    try:
        assert loop.run_until_complete(answer()) == 42
    finally:
        loop.close()
