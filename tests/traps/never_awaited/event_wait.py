"""The test goes on before the event."""

import asyncio


async def test_trap() -> None:
    event = asyncio.Event()
    assert event.wait()
