"""The failure is caught with everything else."""

# before 3.12: ruff E722

import asyncio


async def test_trap() -> None:
    try:
        raise AssertionError
    except:
        await asyncio.sleep(0)
