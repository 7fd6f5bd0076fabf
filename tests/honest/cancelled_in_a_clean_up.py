"""Tasks are cancelled, and gathered for their end."""

import asyncio


async def test_cancelled_in_a_clean_up() -> None:
    tasks = [asyncio.create_task(asyncio.sleep(10)) for _ in range(3)]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert len(results) == 3
