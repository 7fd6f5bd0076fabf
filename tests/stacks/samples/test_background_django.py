import asyncio

from django.test import SimpleTestCase


async def fail() -> None:
    raise AssertionError("nobody looks")


class Test(SimpleTestCase):
    async def test_background(self) -> None:
        asyncio.create_task(fail())
        await asyncio.sleep(0.01)
