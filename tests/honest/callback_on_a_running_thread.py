"""What runs on a thread that was there before the test has assertions, and they are reached."""

from concurrent.futures import ThreadPoolExecutor

EXECUTOR = ThreadPoolExecutor(max_workers=1)


def setUpModule() -> None:
    EXECUTOR.submit(int).result()


async def test_callback_on_a_running_thread() -> None:
    def check() -> None:
        assert 1 + 1 == 2

    EXECUTOR.submit(check).result()
