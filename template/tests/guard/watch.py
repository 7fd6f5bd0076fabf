"""Notice what asyncio and Python lose while tests run."""

import asyncio
import faulthandler
import gc
import inspect
import logging
import os
import re
import sys
import time
import traceback
import warnings
from contextlib import suppress
from importlib import import_module
from types import CoroutineType
from typing import Any

from tests.guard.written import TESTS

TIME_LIMIT = 60  # seconds for a test; more of them for pdb
LIBRARY = re.compile(r"\b(site|dist)-packages\b")
process = os.getpid()
limited = [0.0]  # when the time limit has begun
losses: dict[str, None] = {}  # what was lost since they were last taken: in order, each once
originals: dict[str, Any] = {}
loops: list[Any] = [asyncio.BaseEventLoop]
with suppress(ImportError):
    loops.append(import_module("uvloop").Loop)


def install() -> list[str]:
    """Begin to watch. Returns the private names that this Python has no more, as it should."""
    # Code under test whose own asserts are gone.
    if sys.flags.optimize:
        raise SystemExit("python -O and PYTHONOPTIMIZE drop each assert: leave them out")
    replace(asyncio.Runner, "close", close)
    for loop in loops:
        replace(loop, "default_exception_handler", handle)
    replace(os, "_exit", leave)
    sys.set_coroutine_origin_tracking_depth(1)
    # Nothing public does the same as these two.
    private = {"_warn_unawaited_coroutine": warnings, "_log_traceback": asyncio.Future}
    if hasattr(warnings, "_warn_unawaited_coroutine"):
        replace(warnings, "_warn_unawaited_coroutine", finalize)
    return [name for name, owner in private.items() if not hasattr(owner, name)]


def replace(owner: Any, name: str, function: object) -> None:
    """Put a function in the place of another one, which `originals` keeps."""
    originals.setdefault(f"{owner.__name__}.{name}", getattr(owner, name))
    setattr(owner, name, function)


def take() -> str:
    """Return what was lost since the last call."""
    text = "\n\n".join(losses)
    losses.clear()
    return text


def lose(what: str, thing: object = None, error: object = None) -> None:
    """Note what was lost; of a coroutine or task also its name, and the line that called it."""
    coroutine: Any = thing.get_coro() if isinstance(thing, asyncio.Task) else thing
    if code := getattr(coroutine, "cr_code", None):
        file, line, _ = (coroutine.cr_origin or [(code.co_filename, code.co_firstlineno, "")])[0]
        what += f"\n  {code.co_qualname}(), called at {file}:{line}"
    if isinstance(error, BaseException):
        what += "\n" + "".join(traceback.format_exception(error)).rstrip()
    losses[what.replace(f"{TESTS.parent}/", "")] = None


def limit_time(errors: int = 2) -> None:
    # A test that hangs, and not in a debugger. Each beginning is a thread: one a second will do.
    due = time.monotonic() - limited[-1] > TIME_LIMIT / 60
    if due and sys.modules.keys().isdisjoint({"debugpy", "pydevd"}):
        faulthandler.dump_traceback_later(TIME_LIMIT, exit=True, file=errors)
        limited.append(time.monotonic())


def leave(status: int) -> None:
    # A run that ends at once, as if all were well. A process that it has forked may do so.
    assert status or os.getpid() != process, "os._exit(0) would end the run of all tests"
    originals["os._exit"](status)


def handle(loop: Any, context: dict[str, Any]) -> None:
    # A task, callback or future that failed, and that nobody awaits: asyncio only logs it.
    thing = context.get("task") or context.get("future")
    if logging.getLogger("asyncio").hasHandlers():
        owner = "Loop" if type(loop) in loops else "BaseEventLoop"
        originals[f"{owner}.default_exception_handler"](loop, context)
    # A connection that broke: both of its sides are told.
    error = context.get("exception")
    if (isinstance(error, OSError) and "protocol" in context) or ends(error):
        return
    hint = ": await it" if thing else ""
    lose(f"{context['message']}{hint}", thing, error)


def ends(error: BaseException | None) -> bool:
    """Return whether an exception leaves the event loop at once, by itself or in a group."""
    group = BaseExceptionGroup("", [error]) if error else None
    return bool(group and group.subgroup((SystemExit, KeyboardInterrupt)))


def close(runner: asyncio.Runner) -> None:
    # A task that is still running when its loop is closed: it has not checked what it was to.
    def running() -> list[asyncio.Task[Any]]:
        tasks = [task for task in asyncio.all_tasks(runner.get_loop()) if not task.cancelling()]
        return [task for task in tasks if is_own(task.get_coro())]

    with suppress(RuntimeError):  # closed before
        # The handlers of a server that was just closed need a moment.
        if not ends(sys.exception()) and (tasks := running()):
            runner.get_loop().run_until_complete(asyncio.wait(tasks, timeout=0.05))
            for task in running():
                lose("Task was still running at the end: await it, or cancel and await it", task)
    originals["Runner.close"](runner)


def is_own(coroutine: Any) -> bool:
    """Return whether a coroutine is the project's own, or was called there: no library's alone."""
    if "TestRunner" in repr(coroutine):  # AnyIO's, wherever that is installed
        return False
    code, origin = (getattr(coroutine, name, None) for name in ("cr_code", "cr_origin"))
    files = [getattr(code, "co_filename", ""), *(file for file, *_ in origin or ())]
    return not all(map(LIBRARY.search, files))


def finalize(coroutine: object) -> None:
    # A coroutine that was never awaited, where warnings are ignored, or only shown.
    first = next(iter(warnings.filters), ("",))  # none, where a test has reset them
    if first[0] == "always":  # inside of a test that expects a warning
        originals["warnings._warn_unawaited_coroutine"](coroutine)
    else:
        lose("Coroutine was never awaited: await it", coroutine)


def sweep() -> None:
    # What a global or a cycle keeps alive, so that it never tells that nobody awaited it.
    gc.collect()
    kinds = {CoroutineType, asyncio.Future, asyncio.Task}
    for thing in [thing for thing in gc.get_objects() if type(thing) in kinds]:
        if isinstance(thing, asyncio.Future):
            if getattr(thing, "_log_traceback", False):
                lose("Task or future failed: await it", thing, thing.exception())
        elif inspect.getcoroutinestate(thing) == "CORO_CREATED":
            lose("Coroutine was never awaited: await it", thing)
            thing.close()
