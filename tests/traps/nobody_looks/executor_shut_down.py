"""The executor is shut down before the check has its turn, which is cancelled."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def warm_up() -> None:
    time.sleep(0.1)


def check(name: str) -> None:
    assert name.islower(), name


async def test_names_are_lower_case() -> None:
    loop = asyncio.get_running_loop()
    executor = ThreadPoolExecutor(max_workers=1)
    loop.run_in_executor(executor, warm_up)
    loop.run_in_executor(executor, check, "Ann")
    executor.shutdown(cancel_futures=True)
    await asyncio.sleep(0)
