"""uvloop's loop is a class of its own."""

import asyncio

import uvloop


async def check() -> None:
    raise AssertionError


async def main() -> None:
    task = asyncio.create_task(check())
    del task
    await asyncio.sleep(0.01)


def test_trap() -> None:
    uvloop.run(main())
