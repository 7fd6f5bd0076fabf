"""`assert False` says that it is not to be reached."""

import asyncio
from collections.abc import AsyncIterator


async def nothing() -> AsyncIterator[int]:
    for number in ():
        yield number


class Router:
    async def find(self, path: str) -> str:
        await asyncio.sleep(0)
        for prefix in ("/home", "/user"):
            if path.startswith(prefix):
                return prefix
        assert False, path


async def test_assert_false() -> None:
    async for _ in nothing():
        assert False
    assert await Router().find("/user/1") == "/user"
