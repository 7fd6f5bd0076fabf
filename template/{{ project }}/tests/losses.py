"""Find what asyncio loses: a failure nobody sees, a task left running, a coroutine never awaited.

tests/guard.py makes each of them fail a test.
"""

import asyncio
import gc
import inspect
import os
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from types import CoroutineType
from typing import Any

ROOT = f"{os.getcwd()}{os.sep}"  # noqa: PTH109 (as text)
LIBRARIES = os.path.dirname(os.__file__), "site-packages", "dist-packages"  # noqa: PTH120 (as text)
# Nothing public tells of a coroutine whose warning is ignored, or of a failure nobody looked at.
PRIVATE = (warnings, "_warn_unawaited_coroutine"), (asyncio.Future, "_log_traceback")


class LostFailureWarning(UserWarning):
    """Await it, or start it in a task group."""


class RunningTaskWarning(UserWarning):
    """Await it, or cancel it and then await it."""


class NeverAwaitedWarning(RuntimeWarning):
    """Await it."""


class Losses:
    """Collects in `lost` what is lost from now on, until `stop` is called."""

    how_to_allow = "{}"  # with the name of a warning

    def __init__(self) -> None:
        for owner, name in PRIVATE:
            if not hasattr(owner, name):
                raise SystemExit(f"tests/losses.py needs {name}, which this Python does not have.")
        self.lost: list[Warning] = []
        self.late = False  # in a garbage collection or at the end: another test may have lost it
        self.undo: list[Callable[[], object]] = []
        loops: list[Any] = [asyncio.BaseEventLoop]
        with suppress(ImportError):
            loops.append(import_module("uvloop").Loop)
        for loop in loops:
            self.replace(loop, "default_exception_handler", self.on_failure)
        self.replace(asyncio.Runner, "close", self.on_close)
        self.replace(warnings, "_warn_unawaited_coroutine", self.on_unawaited)
        sys.set_coroutine_origin_tracking_depth(3)  # enough for a line of the project
        self.undo.append(partial(sys.set_coroutine_origin_tracking_depth, 0))
        gc.callbacks.append(self.on_collection)
        self.undo.append(partial(gc.callbacks.remove, self.on_collection))

    def replace(self, owner: Any, name: str, function: Callable[..., None]) -> None:
        original = getattr(owner, name)
        self.undo.append(partial(setattr, owner, name, original))
        setattr(owner, name, lambda *args: function(original, *args))

    def stop(self) -> None:
        while self.undo:
            self.undo.pop()()

    def expects_log(self) -> bool:
        """Return whether the test checks what asyncio logs."""
        raise NotImplementedError

    def on_failure(self, log: Callable[..., None], loop: Any, context: dict[str, Any]) -> None:
        log(loop, context)
        error = context.get("exception")
        # A connection that breaks is reported to both of its ends; an exit ends the run.
        broken = isinstance(error, OSError) and "protocol" in context
        exits = isinstance(error, SystemExit | KeyboardInterrupt)
        if not (broken or exits or self.expects_log()):
            task = context.get("task") or context.get("future")
            self.lose(LostFailureWarning, context["message"], task, error)

    def on_close(self, close: Callable[..., None], runner: Any) -> None:
        with suppress(RuntimeError):  # it was closed before
            loop = runner.get_loop()
            if not isinstance(sys.exception(), SystemExit | KeyboardInterrupt):
                self.look_at_tasks(loop)
            # A library's own handler would keep to itself what fails from now on.
            handler = getattr(loop.get_exception_handler(), "__code__", None)
            if handler and not is_ours(handler.co_filename):
                loop.set_exception_handler(None)
        close(runner)

    def look_at_tasks(self, loop: asyncio.AbstractEventLoop) -> None:
        turns = 20 if running(loop) else 0  # what was closed needs a moment
        for _ in range(turns):
            loop.run_until_complete(asyncio.sleep(0))
        for task in running(loop) if turns else ():
            what = "Task was still running when its event loop was closed"
            self.lose(RunningTaskWarning, what, task)
            task.cancel()

    def on_unawaited(self, warn: Callable[..., None], coroutine: Any) -> None:
        with warnings.catch_warnings(record=True) as shown, suppress(RuntimeWarning):
            warn(coroutine)
        if shown:  # to a test that expects it
            warn(coroutine)
        else:
            self.lose(NeverAwaitedWarning, "Coroutine was never awaited", coroutine)

    def on_collection(self, phase: str, _info: object) -> None:
        self.late = phase == "start"

    def sweep(self) -> None:
        """Find at the end of the run what something still keeps."""
        self.late = True
        for thing in gc.get_objects():
            if type(thing) is CoroutineType:
                if inspect.getcoroutinestate(thing) == inspect.CORO_CREATED:
                    self.lose(NeverAwaitedWarning, "Coroutine was never awaited", thing)
                    thing.close()
            elif type(thing) in {asyncio.Future, asyncio.Task} and thing._log_traceback:
                error = thing.exception()
                self.lose(LostFailureWarning, "Exception was never retrieved", thing, error)

    def lose(self, kind: type[Warning], what: str, thing: Any, error: Any = None) -> None:
        text = f"{what}: {error!r}" if error else what
        coroutine: Any = thing.get_coro() if isinstance(thing, asyncio.Task) else thing
        if hasattr(coroutine, "cr_code"):
            text += f"\n  {coroutine.__qualname__}(), {origin(coroutine)}"
        if self.late:
            text += "\n  It was found late: an earlier test may have lost it."
        text += f"\n{kind.__doc__} Or allow it, as tests/guard.py says:"
        loss = kind(f"{text}\n{self.how_to_allow.format(kind.__name__)}")
        loss.__cause__ = error
        self.lost.append(loss)


def is_ours(file: str) -> bool:
    """Return whether a file is the project's own."""
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
