"""A task is true, whatever it returns."""

import asyncio


async def ping(host: str) -> bool:
    return host == "127.0.0.1"


def is_alive(host: str) -> asyncio.Task[bool]:
    return asyncio.create_task(ping(host))


async def test_localhost_is_alive() -> None:
    alive = is_alive("localhost")
    await asyncio.sleep(0)
    assert alive
