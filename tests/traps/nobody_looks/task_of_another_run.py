"""`asyncio.run` inside of a sync test has tasks of its own."""

import asyncio


async def check() -> None:
    raise AssertionError


async def main() -> None:
    asyncio.create_task(check())
    await asyncio.sleep(0.01)


def test_trap() -> None:
    asyncio.run(main())
