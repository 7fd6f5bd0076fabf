"""`asyncio.run` cancels the tasks that are left."""

import asyncio


async def check() -> None:
    await asyncio.sleep(1)
    raise AssertionError


async def main() -> None:
    asyncio.create_task(check())


def test_trap() -> None:
    asyncio.run(main())
