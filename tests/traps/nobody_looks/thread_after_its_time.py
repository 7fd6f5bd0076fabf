"""The caller's time is over, the thread goes on, and its failure has no one to go to."""

import asyncio
import time


def import_rows(rows: list[str]) -> None:
    time.sleep(0.1)
    for row in rows:
        int(row)


async def test_import_has_a_time_limit() -> None:
    started = time.monotonic()
    try:
        await asyncio.wait_for(asyncio.to_thread(import_rows, ["1", "x"]), timeout=0.01)
    except TimeoutError:
        assert time.monotonic() - started < 1
    await asyncio.sleep(0.15)
