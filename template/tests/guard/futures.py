"""Notice what fails in a thread or in `gather()`, when nobody looks at the result."""

import asyncio
import inspect
import re
import sys
from concurrent.futures import Future
from typing import Any

from tests.guard.observe import is_of_tests
from tests.guard.watch import lose, originals, replace

unasked: dict[int, Any] = {}  # the futures that have failed


def install() -> None:
    """Watch all futures from now on."""
    replace(asyncio, "gather", gather)
    replace(Future, "__init__", create)
    replace(Future, "set_exception", fail)
    for name in ("result", "exception", "cancel"):
        replace(Future, name, Asking(getattr(Future, name)))


def create(future: Any) -> None:
    originals["Future.__init__"](future)
    # What the tests have asked an executor, or the like, to do; others have futures of their own.
    maker = sys._getframe(1)
    if (caller := maker.f_back) and is_of_tests(caller.f_code) and not is_of_tests(maker.f_code):
        future.asker = f"{caller.f_code.co_filename}:{caller.f_lineno}"


def fail(future: Any, error: BaseException | None) -> None:
    if hasattr(future, "asker") and not hasattr(future, "asked"):
        unasked[id(future)] = future
    originals["Future.set_exception"](future, error)


class Asking:
    """A method of a future that asks for its result, or gives it up: in no traceback by itself."""

    def __init__(self, method: Any) -> None:
        self.method = method

    def __get__(self, future: Any, owner: type) -> Any:
        if future is None:
            return self.method
        future.asked = True
        unasked.pop(id(future), None)
        return self.method.__get__(future, owner)


def sweep() -> None:
    """Tell of those that are still unasked."""
    for future in [*unasked.values()]:
        if isinstance(error := future.exception(), Exception):
            lose(f"{future.asker}: what was begun here failed: ask for its result", error=error)


def gather(*awaitables: Any, return_exceptions: bool = False) -> Any:
    # A failure that is returned to a function of the tests, which says nothing of failures.
    future = originals["asyncio.gather"](*awaitables, return_exceptions=return_exceptions)
    caller = sys._getframe(1).f_code

    def look(done: asyncio.Future[list[object]]) -> None:
        for result in [] if done.cancelled() or done.exception() else done.result():
            spoken_of = rf"{type(result).__name__}|Error|isinstance|(?<!return_)[Ee]xception"
            # Its own caller may look at what it returns.
            looked_at = re.search(rf"{spoken_of}|\b(return|yield)\b", inspect.getsource(caller))
            if isinstance(result, Exception) and not looked_at:
                lose("gather() returned what failed: look at it", None, result)

    if return_exceptions and is_of_tests(caller):
        future.add_done_callback(look)
    return future
