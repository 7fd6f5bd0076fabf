"""asyncio only logs what a signal handler raises."""

import asyncio
import os
import signal


def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, check)
    os.kill(os.getpid(), signal.SIGUSR1)
    await asyncio.sleep(0.01)
    loop.remove_signal_handler(signal.SIGUSR1)
