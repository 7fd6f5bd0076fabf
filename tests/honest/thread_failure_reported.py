"""A hook of its own takes the failure of a thread, and the test reads what it took."""

import asyncio
import threading
from unittest.mock import patch


def fail() -> None:
    raise ConnectionError("refused")


async def test_failed_thread_is_reported() -> None:
    reports: list[str] = []

    def report(failure: threading.ExceptHookArgs) -> None:
        reports.append(str(failure.exc_value))

    with patch("threading.excepthook", report):
        thread = threading.Thread(target=fail)
        thread.start()
        await asyncio.to_thread(thread.join)

    assert reports == ["refused"]
