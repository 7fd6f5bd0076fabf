"""A task fails in the background, and the test awaits it after other work."""

import asyncio


async def fail() -> None:
    raise ConnectionError("refused")


async def test_failure_is_kept_for_later() -> None:
    task = asyncio.create_task(fail())
    await asyncio.sleep(0.01)

    assert task.done()
    try:
        await task
    except ConnectionError as error:
        message = str(error)
    assert message == "refused"
