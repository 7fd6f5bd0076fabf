import asyncio

import pytest


async def fail() -> None:
    raise AssertionError("nobody looks")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def test_background() -> None:
    asyncio.create_task(fail())
    await asyncio.sleep(0.01)
