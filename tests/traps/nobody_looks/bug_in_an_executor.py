"""The function fails by a bug, not by an assertion, and nobody asks the executor for its result."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def parse(text: str) -> int:
    return int(text)


async def test_trap() -> None:
    with ThreadPoolExecutor() as executor:
        executor.submit(parse, "one")
        await asyncio.sleep(0)
