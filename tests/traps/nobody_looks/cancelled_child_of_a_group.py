"""A child ends by a cancellation from elsewhere, before its check: the group says nothing."""

import asyncio


async def download(name: str) -> bytes:
    await asyncio.sleep(0.5)
    return name.encode()


async def check(task: asyncio.Task[bytes]) -> None:
    data = await task
    assert data == b"other"


async def test_download() -> None:
    async with asyncio.TaskGroup() as group:
        task = asyncio.create_task(download("file"))
        group.create_task(check(task))
        await asyncio.sleep(0)
        task.cancel()
