import asyncio
import unittest


async def fail() -> None:
    raise AssertionError("nobody looks")


class Test(unittest.IsolatedAsyncioTestCase):
    async def test_background(self) -> None:
        asyncio.create_task(fail())
        await asyncio.sleep(0.01)
