"""Fail a test when its async code failed, hung or never ran, and nobody would notice.

The guard warns, and `filterwarnings = ["error"]` in pyproject.toml makes a warning an error. Allow
one in a test, a class or a module, or for all tests in `filterwarnings` in pyproject.toml:

    @pytest.mark.filterwarnings("ignore::tests.guard.LostFailureWarning")

To remove it, delete this file, time_limit.py and `"-p", "tests.guard"` in pyproject.toml.

PYTEST_DONT_REWRITE: a filter in pyproject.toml imports this file before pytest could rewrite it.
"""

import asyncio
import gc
import inspect
import os
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from functools import partial, wraps
from importlib import import_module
from types import CoroutineType
from typing import Any

import pytest

from tests.time_limit import Clock

ROOT = f"{os.getcwd()}{os.sep}"  # noqa: PTH109 (as text)
# Nothing public tells of a coroutine whose warning is ignored, or of a failure nobody looked at.
PRIVATE = (warnings, "_warn_unawaited_coroutine"), (asyncio.Future, "_log_traceback")
LIBRARIES = os.path.dirname(os.__file__), "site-packages", "dist-packages"  # noqa: PTH120 (as text)


class LostFailureWarning(UserWarning):
    """Await it, or start it in a task group."""


class RunningTaskWarning(UserWarning):
    """Await it, or cancel it and then await it."""


class NeverAwaitedWarning(RuntimeWarning):
    """Await it."""


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Guard(config))


class Guard:
    def __init__(self, config: pytest.Config) -> None:
        for owner, name in PRIVATE:
            if not hasattr(owner, name):
                raise pytest.UsageError(f"tests/guard.py needs {name}, which Python no longer has.")
        self.clock = Clock()
        self.lost: list[Warning] = []
        self.late = False  # in a garbage collection or at the end: another test may have lost it
        self.reads_log = False
        self.patch = pytest.MonkeyPatch()
        loops: list[Any] = [asyncio.BaseEventLoop]
        with suppress(ImportError):
            loops.append(import_module("uvloop").Loop)
        for loop in loops:
            self.replace(loop, "default_exception_handler", self.on_failure)
        self.replace(asyncio.Runner, "close", self.on_close)
        self.replace(warnings, "_warn_unawaited_coroutine", self.on_unawaited)
        sys.set_coroutine_origin_tracking_depth(3)  # enough for a line of the project
        gc.callbacks.append(self.on_collection)
        config.add_cleanup(self.clock.stopped.set)
        config.add_cleanup(self.patch.undo)
        config.add_cleanup(partial(sys.set_coroutine_origin_tracking_depth, 0))
        config.add_cleanup(partial(gc.callbacks.remove, self.on_collection))

    def replace(self, owner: Any, name: str, function: Callable[..., None]) -> None:
        original = getattr(owner, name)
        self.patch.setattr(owner, name, lambda *args: function(original, *args))

    def on_failure(self, log: Callable[..., None], loop: Any, context: dict[str, Any]) -> None:
        log(loop, context)
        error = context.get("exception")
        # A connection that breaks is reported to both of its ends; an exit ends the run.
        broken = isinstance(error, OSError) and "protocol" in context
        if not (broken or self.reads_log or isinstance(error, SystemExit | KeyboardInterrupt)):
            task = context.get("task") or context.get("future")
            self.lose(LostFailureWarning, context["message"], task, error)

    def on_close(self, close: Callable[..., None], runner: Any) -> None:
        with suppress(RuntimeError):  # it was closed before
            loop = runner.get_loop()
            if not isinstance(sys.exception(), SystemExit | KeyboardInterrupt):
                turns = 20 if running(loop) else 0  # what was closed needs a moment
                for _ in range(turns):
                    loop.run_until_complete(asyncio.sleep(0))
                for task in running(loop) if turns else ():
                    what = "Task was still running when its event loop was closed"
                    self.lose(RunningTaskWarning, what, task)
            # A plugin's own handler would keep to itself what fails from now on.
            handler = getattr(loop.get_exception_handler(), "__code__", None)
            if handler and not is_ours(handler.co_filename):
                loop.set_exception_handler(None)
        close(runner)

    def on_unawaited(self, warn: Callable[..., None], coroutine: Any) -> None:
        with warnings.catch_warnings(record=True) as shown, suppress(RuntimeWarning):
            warn(coroutine)
        if shown:  # to a test that expects it
            warn(coroutine)
        else:
            self.lose(NeverAwaitedWarning, "Coroutine was never awaited", coroutine)

    def on_collection(self, phase: str, _info: object) -> None:
        self.late = phase == "start"

    def lose(self, kind: type[Warning], what: str, thing: Any, error: Any = None) -> None:
        text = f"{what}: {error!r}" if error else what
        coroutine: Any = thing.get_coro() if isinstance(thing, asyncio.Task) else thing
        if hasattr(coroutine, "cr_code"):
            text += f"\n  {coroutine.__qualname__}(), {origin(coroutine)}"
        if self.late:
            text += "\n  It was found late: an earlier test may have lost it."
        text += f"\n{kind.__doc__} Or allow it, as {__file__.removeprefix(ROOT)} says:"
        text += f'\n@pytest.mark.filterwarnings("ignore::{__name__}.{kind.__name__}")'
        warning = kind(text)
        warning.__cause__ = error
        self.lost.append(warning)

    def report(self) -> None:
        __tracebackhide__ = True
        errors = []
        while self.lost:
            try:
                warnings.warn(self.lost.pop(0), stacklevel=2)
            except Warning as error:
                errors.append(error)
        if errors:
            raise errors[0] if len(errors) == 1 else ExceptionGroup("The test lost", errors)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: Any) -> None:
        self.clock.begin(item.nodeid)
        code = getattr(getattr(item, "obj", None), "__code__", None)
        self.reads_log = "never retrieved" in str(getattr(code, "co_consts", ""))  # asyncio's words
        handle = getattr(getattr(item, "obj", None), "hypothesis", None)
        owner, name = (handle, "inner_test") if handle else (item, "obj")
        test = getattr(owner, name, None)
        if inspect.iscoroutinefunction(test) and not hasattr(test, "watched"):
            setattr(owner, name, self.watch(test))

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_call(self, item: pytest.Item) -> None:
        __tracebackhide__ = True
        self.clock.begin(item.nodeid)
        self.report()

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_teardown(self, nextitem: pytest.Item | None) -> None:
        __tracebackhide__ = True
        self.clock.begin("")
        if nextitem is None:
            self.late = True
            for thing in gc.get_objects():
                if type(thing) is CoroutineType:
                    if inspect.getcoroutinestate(thing) == inspect.CORO_CREATED:
                        self.lose(NeverAwaitedWarning, "Coroutine was never awaited", thing)
                        thing.close()
                elif type(thing) in {asyncio.Future, asyncio.Task} and thing._log_traceback:
                    error = thing.exception()
                    self.lose(LostFailureWarning, "Exception was never retrieved", thing, error)
        self.report()

    def watch(self, test: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(test)
        async def watched(*args: Any, **kwargs: Any) -> None:
            result = await self.clock.limit(test(*args, **kwargs))
            if result is not None:
                reason = f"The test returned {result!r}: did you mean assert?"
                pytest.fail(reason, pytrace=False)

        watched.watched = True  # type: ignore[attr-defined]
        return watched


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
