"""What is gathered at the end was cancelled, or has succeeded."""

import asyncio


async def test_gather_in_a_clean_up() -> None:
    tasks = [asyncio.create_task(asyncio.sleep(delay)) for delay in (0, 10)]
    await asyncio.sleep(0.01)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
