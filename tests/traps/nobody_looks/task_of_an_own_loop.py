"""A loop of one's own, closed with a task still running."""

import asyncio


async def check() -> None:
    await asyncio.sleep(1)
    raise AssertionError


async def main() -> None:
    asyncio.create_task(check())


def test_trap() -> None:
    loop = asyncio.new_event_loop()
    loop.run_until_complete(main())
    loop.close()
