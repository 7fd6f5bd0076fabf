"""A method of a fake, and a function, have the same name; only one of them returns a verdict."""

import asyncio
from asyncio import wait


class Fake:
    def wait(self) -> bool:
        return True


async def test_same_name_twice() -> None:
    task = asyncio.create_task(asyncio.sleep(0))
    await wait([task])
    assert Fake().wait()
