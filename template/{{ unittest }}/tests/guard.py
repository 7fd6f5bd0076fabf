"""Fail a test when its async code failed, hung or never ran, and nobody would notice.

To allow something in one test or class, decorate it; in all tests, call `allow` for TestCase:

    @guard.allow(guard.LostFailureError)

To remove the guard, delete this file, time_limit.py, and what `git grep tests.guard` finds.
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
from contextlib import suppress
from functools import partial, wraps
from importlib import import_module
from types import CoroutineType
from typing import Any
from unittest.mock import Mock

from tests.time_limit import Clock

ROOT = f"{os.getcwd()}{os.sep}"  # noqa: PTH109 (as text)
# Nothing public tells of a coroutine whose warning is ignored, or of a failure nobody looked at.
PRIVATE = (warnings, "_warn_unawaited_coroutine"), (asyncio.Future, "_log_traceback")
LIBRARIES = os.path.dirname(os.__file__), "site-packages", "dist-packages"  # noqa: PTH120 (as text)
UNITTEST = os.path.dirname(unittest.__file__)  # noqa: PTH120 (as text)


class LostFailureError(AssertionError):
    """Await it, or start it in a task group."""


class RunningTaskError(AssertionError):
    """Await it, or cancel it and then await it."""


class NeverAwaitedError(AssertionError):
    """Await it."""


def allow(kind: type[AssertionError]) -> Callable[[Any], Any]:
    def mark(test: Any) -> Any:
        test.allowed = kind
        return test

    return mark


class Guard:
    base = "inherit from unittest.IsolatedAsyncioTestCase"

    def __init__(self) -> None:
        if sys.flags.optimize:
            raise SystemExit("python -O leaves out every assert: run the tests without it.")
        if "PYTEST_VERSION" in os.environ:
            raise RuntimeError("These tests are for unittest: run them as the README says.")
        for owner, name in PRIVATE:
            if not hasattr(owner, name):
                raise RuntimeError(f"tests/guard.py needs {name}, which Python no longer has.")
        self.clock = Clock()
        self.lost: list[AssertionError] = []
        self.late = False  # in a garbage collection or at the end: another test may have lost it
        self.loop: Any = None
        self.undo: list[Callable[[], object]] = [self.clock.stopped.set]
        loops: list[Any] = [asyncio.BaseEventLoop]
        with suppress(ImportError):
            loops.append(import_module("uvloop").Loop)
        for loop in loops:
            self.replace(loop, "default_exception_handler", self.on_failure)
        self.replace(asyncio.Runner, "close", self.on_close)
        self.replace(unittest.TestResult, "startTest", self.on_start)
        self.replace(unittest.TestResult, "stopTest", self.on_end)
        self.replace(unittest.TestResult, "stopTestRun", self.on_end_of_run)
        self.replace(threading, "excepthook", self.on_escape)
        self.replace(sys, "unraisablehook", self.on_escape)
        self.replace(warnings, "_warn_unawaited_coroutine", self.on_unawaited)
        sys.set_coroutine_origin_tracking_depth(3)  # enough for a line of the project
        self.undo.append(partial(sys.set_coroutine_origin_tracking_depth, 0))
        gc.callbacks.append(self.on_collection)
        self.undo.append(partial(gc.callbacks.remove, self.on_collection))

    def replace(self, owner: Any, name: str, function: Callable[..., None]) -> None:
        original = getattr(owner, name)
        self.undo.append(partial(setattr, owner, name, original))
        setattr(owner, name, lambda *args: function(original, *args))

    def on_start(self, start: Callable[..., None], result: Any, case: Any) -> None:
        start(result, case)
        self.loop = None
        self.clock.begin(case.id())
        case.addCleanup(self.report, case)  # the first, and so the last to be called
        warnings.filterwarnings("error", "coroutine .* was never awaited", RuntimeWarning)
        self.prepare(case, case.id().rpartition(".")[2])

    def prepare(self, case: Any, name: str) -> None:
        test = getattr(case, name, None)
        if isinstance(case, unittest.IsolatedAsyncioTestCase):
            if inspect.iscoroutinefunction(test):
                setattr(case, name, self.watch(test))
        elif hasattr(case, "asyncSetUp"):
            case.asyncSetUp = Mock(wraps=case.asyncSetUp)

    def on_end(self, stop: Callable[..., None], result: Any, case: Any) -> None:
        self.clock.begin("")
        stop(result, case)

    def watch(self, test: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(test)
        async def watched(*args: Any, **kwargs: Any) -> None:
            sys.set_coroutine_origin_tracking_depth(3)  # its loop may have a thread of its own
            self.loop = asyncio.get_running_loop()
            result = await self.clock.limit(test(*args, **kwargs))
            assert result is None, f"The test returned {result!r}: did you mean assert?"

        return watched

    def report(self, case: Any) -> None:
        if self.loop and not self.loop.is_closed():
            self.look_at_tasks(self.loop)
        if not getattr(getattr(case, "asyncSetUp", None), "called", True):
            case.fail(f"Nothing calls asyncSetUp(): {self.base}.")
        test = getattr(type(case), case.id().rpartition(".")[2], None)
        allowed = tuple(getattr(one, "allowed", ()) for one in (case, test))
        lost = [loss for loss in self.lost if not isinstance(loss, allowed)]
        self.lost = []
        if lost:
            raise lost[0] if len(lost) == 1 else ExceptionGroup("The test lost", lost)

    def on_end_of_run(self, stop: Callable[..., None], result: Any) -> None:
        gc.collect()
        self.sweep()
        if not (result.testsRun or result.errors or result.skipped):
            self.lost.append(AssertionError("No test was run."))
        result.buffer = False  # that is for the output of a test
        allowed = getattr(unittest.TestCase, "allowed", ())
        for loss in [loss for loss in self.lost if not isinstance(loss, allowed)]:
            try:
                raise loss
            except AssertionError:
                run = unittest.FunctionTestCase(self.sweep, description="The run as a whole")
                result.addFailure(run, sys.exc_info())
        stop(result)
        self.stop()

    def stop(self) -> None:
        while self.undo:
            self.undo.pop()()

    def on_failure(self, log: Callable[..., None], loop: Any, context: dict[str, Any]) -> None:
        log(loop, context)
        error = context.get("exception")
        # A connection that breaks is reported to both of its ends; an exit ends the run.
        broken = isinstance(error, OSError) and "protocol" in context
        handlers = logging.getLogger("asyncio").handlers + logging.root.handlers
        asserted = "_CapturingHandler" in {type(handler).__name__ for handler in handlers}
        if not (broken or asserted or isinstance(error, SystemExit | KeyboardInterrupt)):
            task = context.get("task") or context.get("future")
            self.lose(LostFailureError, context["message"], task, error)

    def on_escape(self, _show: Callable[..., None], escaped: Any) -> None:
        where = getattr(escaped, "thread", None) or getattr(escaped, "object", None)
        what = getattr(escaped, "err_msg", None) or f"Exception in {where!r}"
        if not isinstance(escaped.exc_value, SystemExit):
            self.lose(LostFailureError, what, None, escaped.exc_value)

    def on_close(self, close: Callable[..., None], runner: Any) -> None:
        with suppress(RuntimeError):  # it was closed before
            if not isinstance(sys.exception(), SystemExit | KeyboardInterrupt):
                self.look_at_tasks(runner.get_loop())
        close(runner)

    def look_at_tasks(self, loop: asyncio.AbstractEventLoop) -> None:
        turns = 20 if running(loop) else 0  # what was closed needs a moment
        for _ in range(turns):
            loop.run_until_complete(asyncio.sleep(0))
        for task in running(loop) if turns else ():
            what = "Task was still running when its event loop was closed"
            self.lose(RunningTaskError, what, task)
            task.cancel()

    def on_unawaited(self, warn: Callable[..., None], coroutine: Any) -> None:
        with warnings.catch_warnings(record=True) as shown, suppress(RuntimeWarning):
            warn(coroutine)
        if shown:  # to a test that expects it
            warn(coroutine)
        else:
            self.lose(NeverAwaitedError, "Coroutine was never awaited", coroutine)

    def on_collection(self, phase: str, _info: object) -> None:
        self.late = phase == "start"

    def sweep(self) -> None:
        self.late = True
        for thing in gc.get_objects():
            if type(thing) is CoroutineType:
                if inspect.getcoroutinestate(thing) == inspect.CORO_CREATED:
                    self.lose(NeverAwaitedError, "Coroutine was never awaited", thing)
                    thing.close()
            elif type(thing) in {asyncio.Future, asyncio.Task} and thing._log_traceback:
                error = thing.exception()
                self.lose(LostFailureError, "Exception was never retrieved", thing, error)

    def lose(self, kind: type[AssertionError], what: str, thing: Any, error: Any = None) -> None:
        text = f"{what}: {error!r}" if error else what
        coroutine: Any = thing.get_coro() if isinstance(thing, asyncio.Task) else thing
        if hasattr(coroutine, "cr_code"):
            text += f"\n  {coroutine.__qualname__}(), {origin(coroutine)}"
            if kind is NeverAwaitedError and UNITTEST in str((coroutine.cr_origin or ())[:1]):
                text += f"\n  unittest does not await it: {self.base}."
        if self.late:
            text += "\n  It was found late: an earlier test may have lost it."
        text += f"\n{kind.__doc__} Or allow it, as {__file__.removeprefix(ROOT)} says:"
        loss = kind(f"{text}\n@allow({kind.__name__})")
        loss.__cause__ = error
        self.lost.append(loss)


def is_ours(file: str) -> bool:
    return not any(map(file.__contains__, LIBRARIES))


def running(loop: asyncio.AbstractEventLoop) -> list[asyncio.Task[Any]]:
    """Return the tasks that run code of the project, and that nobody has cancelled."""
    tasks = [task for task in asyncio.all_tasks(loop) if not task.cancelling()]
    codes = [getattr(task.get_coro(), "cr_code", None) for task in tasks]
    pairs = zip(tasks, codes, strict=True)
    return [task for task, code in pairs if code and is_ours(code.co_filename)]


def origin(coroutine: Any) -> str:
    """Return the line of the project that called a coroutine, or where it is written."""
    for file, line, _ in coroutine.cr_origin or ():
        if is_ours(file):
            return f"called at {file.removeprefix(ROOT)}:{line}"
    code = coroutine.cr_code
    return f"written at {code.co_filename.removeprefix(ROOT)}:{code.co_firstlineno}"
