"""Run so many coroutines in one `asyncio.Runner`: `python runner.py 1000`.

No test runner can be faster: it is what the stacks are compared with.
"""

import asyncio
import sys


async def coroutine() -> None:
    await asyncio.sleep(0)


if __name__ == "__main__":
    with asyncio.Runner() as runner:
        for _ in range(int(sys.argv[1])):
            runner.run(coroutine())
