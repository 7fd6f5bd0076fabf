"""The daemon thread has not come to its check when the interpreter ends."""

import asyncio
import threading
import time


class Monitor:
    def __init__(self, interval: float) -> None:
        self.interval = interval
        self.errors = 3
        self.thread = threading.Thread(target=self.run, daemon=True)

    def start(self) -> None:
        self.thread.start()

    def run(self) -> None:
        time.sleep(self.interval)
        assert not self.errors


async def test_monitor_sees_no_error() -> None:
    monitor = Monitor(interval=60)
    monitor.start()
    await asyncio.sleep(0.01)
    assert monitor.thread.is_alive()
