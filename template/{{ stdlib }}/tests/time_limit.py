"""End what hangs: an async test at the line where it waits, anything else with the whole run."""

import asyncio
import faulthandler
import os
import sys
import threading
from collections.abc import Awaitable, Callable
from functools import partial
from traceback import walk_stack
from typing import Any

# Seconds for a test, and as many for its set-up and its tear-down. An async test is then ended;
# anything still blocking ten seconds later, a sync test or a fixture, ends the run.
TIME_LIMIT = 60
TEXT = f"The test took more than {TIME_LIMIT} seconds."


class Clock(threading.Thread):
    """Counts the seconds of each test, in a thread that no test can freeze or block."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.test = ""
        self.seconds = 0
        self.end_test: Callable[[], object] = bool
        self.stopped = threading.Event()
        self.stderr = os.dup(2)  # the terminal, also when output is captured
        self.start()

    def begin(self, test: str) -> None:
        """Count from 0 for a test, or not at all for ""."""
        self.test, self.seconds, self.end_test = test, 0, bool

    async def limit(self, coroutine: Awaitable[object]) -> object:
        """Await a coroutine. At the time limit it raises TimeoutError."""
        loop = asyncio.get_running_loop()
        task: Any = asyncio.current_task()
        self.end_test = partial(loop.call_soon_threadsafe, task.cancel)
        try:
            return await coroutine
        except asyncio.CancelledError as error:
            if self.seconds >= TIME_LIMIT:
                raise TimeoutError(TEXT) from error  # which knows the line
            raise
        finally:
            self.end_test = bool

    def run(self) -> None:
        """Look at the clock once a second. Time in a debugger does not count."""
        while not self.stopped.wait(1):
            stacks = map(walk_stack, sys._current_frames().values())
            modules = {frame.f_globals.get("__name__") for stack in stacks for frame, _ in stack}
            debugged = "bdb" in modules or "pydevd" in sys.modules
            self.seconds = self.seconds + 1 if self.test and not debugged else 0
            if self.seconds == TIME_LIMIT:
                self.end_test()
            elif self.seconds == TIME_LIMIT + 10:
                os.write(self.stderr, f"\n{self.test}: {TEXT}\n".encode())
                faulthandler.dump_traceback(self.stderr)
                os._exit(1)
