"""The shielded task survives the cancellation, and is awaited afterwards."""

import asyncio


async def save(saved: asyncio.Event) -> str:
    await saved.wait()
    return "saved"


async def test_save_survives_its_cancelled_request() -> None:
    saved = asyncio.Event()
    task = asyncio.create_task(save(saved))
    request = asyncio.ensure_future(asyncio.shield(task))
    await asyncio.sleep(0)
    request.cancel()
    await asyncio.wait([request])
    assert request.cancelled()

    saved.set()
    assert await task == "saved"
