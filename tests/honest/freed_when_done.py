"""What a task has used is free again when the task is done."""

import asyncio
import gc
import weakref


class Session:
    def __init__(self) -> None:
        self.itself = self

    async def close(self) -> None:
        await asyncio.sleep(0)


async def test_session_is_freed() -> None:
    session = Session()
    reference = weakref.ref(session)
    await asyncio.create_task(session.close())
    assert reference() is session

    del session
    gc.collect()
    assert reference() is None
