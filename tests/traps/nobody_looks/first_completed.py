"""The second task fails after the first has won."""

import asyncio


async def win() -> None:
    pass


async def check() -> None:
    await asyncio.sleep(0.01)
    raise AssertionError


async def test_trap() -> None:
    tasks = [asyncio.create_task(win()), asyncio.create_task(check())]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
