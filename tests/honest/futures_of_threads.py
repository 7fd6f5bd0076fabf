"""Futures of threads that failed: asked, given up, or looked at by a callback."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

RELEASED = threading.Event()


def fail() -> None:
    raise ValueError


def fail_at_last() -> None:
    RELEASED.wait(5)
    raise OSError


async def test_futures_of_threads() -> None:
    seen: list[object] = []
    with ThreadPoolExecutor() as executor:
        assert isinstance(executor.submit(fail).exception(), ValueError)
        executor.submit(fail).add_done_callback(lambda future: seen.append(future.exception()))
        results = executor.map(lambda _: fail(), range(2))
        try:
            list(results)
        except ValueError as error:
            seen.append(error)
    assert len(seen) == 2


async def test_caller_gives_up() -> None:
    ended = False
    try:
        await asyncio.wait_for(asyncio.to_thread(fail_at_last), 0.01)
    except TimeoutError:
        ended = True
    finally:
        RELEASED.set()
    assert ended
