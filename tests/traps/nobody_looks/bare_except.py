"""The failure is caught with everything else."""

import asyncio


async def test_trap() -> None:
    try:
        raise AssertionError
    except:
        await asyncio.sleep(0)
