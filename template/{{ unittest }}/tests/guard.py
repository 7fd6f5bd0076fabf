"""Fail a test when its async code failed, hung or never ran, and nobody would notice.

To allow something in one test or class, decorate it; in all tests, call `allow` for TestCase:

    @guard.allow(losses.LostFailureWarning)

To remove the guard, delete this file, losses.py, time_limit.py, and what `git grep tests.guard`
finds.
"""

import asyncio
import gc
import inspect
import logging
import os
import sys
import threading
import unittest
import warnings
from collections.abc import Callable
from functools import wraps
from typing import Any
from unittest.mock import Mock

from tests.losses import Losses, LostFailureWarning, NeverAwaitedWarning
from tests.time_limit import Clock

UNITTEST = os.path.dirname(unittest.__file__)  # noqa: PTH120 (as text)


def allow(kind: type[Warning]) -> Callable[[Any], Any]:
    """Return a decorator that lets a test or class lose this kind of thing."""

    def mark(test: Any) -> Any:
        test.allowed = kind
        return test

    return mark


class Guard(Losses):
    how_to_allow = "@guard.allow(losses.{})"
    base = "inherit from unittest.IsolatedAsyncioTestCase"

    def __init__(self) -> None:
        if sys.flags.optimize:
            raise SystemExit("python -O leaves out every assert: run the tests without it.")
        if "PYTEST_VERSION" in os.environ:
            raise RuntimeError("These tests are for unittest: run them as the README says.")
        super().__init__()
        self.clock = Clock()
        self.undo.append(self.clock.stopped.set)
        self.loop: Any = None
        self.replace(unittest.TestResult, "startTest", self.on_start)
        self.replace(unittest.TestResult, "stopTest", self.on_end)
        self.replace(unittest.TestResult, "stopTestRun", self.on_end_of_run)
        self.replace(threading, "excepthook", self.on_escape)
        self.replace(sys, "unraisablehook", self.on_escape)

    def expects_log(self) -> bool:
        handlers = logging.getLogger("asyncio").handlers + logging.root.handlers
        return "_CapturingHandler" in {type(handler).__name__ for handler in handlers}

    def on_start(self, start: Callable[..., None], result: Any, case: Any) -> None:
        start(result, case)
        self.loop = None
        self.clock.begin(case.id())
        case.addCleanup(self.report, case)  # the first, and so the last to be called
        self.set_filter()
        self.prepare(case, case.id().rpartition(".")[2])

    def prepare(self, case: Any, name: str) -> None:
        test = getattr(case, name, None)
        if isinstance(case, unittest.IsolatedAsyncioTestCase):
            if inspect.iscoroutinefunction(test):
                setattr(case, name, self.watch(test))
        elif hasattr(case, "asyncSetUp"):
            case.asyncSetUp = Mock(wraps=case.asyncSetUp)

    def watch(self, test: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(test)
        async def watched(*args: Any, **kwargs: Any) -> None:
            self.set_filter()  # its loop may have a context of its own
            sys.set_coroutine_origin_tracking_depth(3)  # or a thread
            self.loop = asyncio.get_running_loop()
            result = await self.clock.limit(test(*args, **kwargs))
            assert result is None, f"The test returned {result!r}: did you mean assert?"

        return watched

    def set_filter(self) -> None:
        warnings.filterwarnings("error", "coroutine .* was never awaited", RuntimeWarning)

    def on_end(self, stop: Callable[..., None], result: Any, case: Any) -> None:
        self.clock.begin("")
        stop(result, case)

    def report(self, case: Any) -> None:
        if self.loop and not self.loop.is_closed():
            self.look_at_tasks(self.loop)
        if not getattr(getattr(case, "asyncSetUp", None), "called", True):
            case.fail(f"Nothing calls asyncSetUp(): {self.base}.")
        test = getattr(type(case), case.id().rpartition(".")[2], None)
        lost = self.take(case, test)
        if lost:
            raise lost[0] if len(lost) == 1 else ExceptionGroup("The test lost", lost)

    def take(self, *tests: Any) -> list[Warning]:
        """Forget what is lost, and return what none of these tests allows."""
        allowed = tuple(getattr(test, "allowed", ()) for test in tests)
        lost, self.lost = self.lost, []
        return [loss for loss in lost if not isinstance(loss, allowed)]

    def on_end_of_run(self, stop: Callable[..., None], result: Any) -> None:
        gc.collect()
        self.sweep()
        if not (result.testsRun or result.errors or result.skipped):
            self.lost.append(UserWarning("No test was run."))
        result.buffer = False  # that is for the output of a test
        for loss in self.take(unittest.TestCase):
            run = unittest.FunctionTestCase(self.sweep, description="The run as a whole")
            result.addError(run, (type(loss), loss, None))
        stop(result)
        self.stop()

    def on_escape(self, _show: Callable[..., None], escaped: Any) -> None:
        where = getattr(escaped, "thread", None) or getattr(escaped, "object", None)
        what = getattr(escaped, "err_msg", None) or f"Exception in {where!r}"
        if not isinstance(escaped.exc_value, SystemExit):
            self.lose(LostFailureWarning, what, None, escaped.exc_value)

    def lose(self, kind: type[Warning], what: str, thing: Any, error: Any = None) -> None:
        if kind is NeverAwaitedWarning and UNITTEST in str((thing.cr_origin or ())[:1]):
            what += f": unittest does not await it, {self.base}"
        super().lose(kind, what, thing, error)
