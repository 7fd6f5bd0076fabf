"""What an executor was given is waited for."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


async def test_executor() -> None:
    with ThreadPoolExecutor() as executor:
        assert await asyncio.get_running_loop().run_in_executor(executor, int, "1") == 1
    assert await asyncio.to_thread(int, "1") == 1
