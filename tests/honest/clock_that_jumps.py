"""A clock that stands still, and then jumps: no time limit of a real clock may see that."""

import asyncio
import time

from freezegun import freeze_time


async def test_hour_passes_at_once() -> None:
    with freeze_time("2026-01-01") as clock:
        before = time.time()
        clock.tick(3600)
        await asyncio.sleep(0)
        clock.tick(3600)
        assert time.time() - before == 7200


@freeze_time("2026-01-01")
async def test_clock_stands_still() -> None:
    await asyncio.sleep(0)
    assert time.time() == 1_767_225_600
