"""Observe which lines of the tests are run, and which of their assertions fail."""

import atexit
import os
import re
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from linecache import getline, getlines
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from tests.guard.written import TESTS

# It tells what is run and raised, at little cost: from Python 3.12 on.
monitoring: Any = getattr(sys, "monitoring", None)
FOLDER, GUARD = f"{TESTS}{os.sep}", str(Path(__file__).parent)
# What fails by an assertion, and not because the code under test has one of its own.
ASSERTS = re.compile("assert|raise|fail|check|expect|verif|should", re.IGNORECASE)
SCOPE = re.compile(r"assert (self\.)?scope\[")
TOOL = 4  # the guard's number among the tools that monitor
failed: dict[int, str] = {}  # by the error, the places of assertions that failed in this test
reached: defaultdict[str, set[int]] = defaultdict(set)  # the lines that were run, by file
early: dict[str, set[int]] = {}  # those of them that were run while the tests were found
traced_last: dict[CodeType, str] = {}  # of a function, the event
unseen: set[threading.Thread] = set()  # those that were there before a trace
empty: defaultdict[str, set[int]] = defaultdict(set)  # the lines of `(… for …)` of nothing


def begin() -> None:
    """Observe from now on."""
    if monitoring and not monitoring.get_tool(TOOL):
        monitoring.use_tool_id(TOOL, __name__)
        callbacks = {"PY_START": follow, "PY_YIELD": fill, "LINE": reach, "RAISE": fail}
        for name, callback in callbacks.items():
            event = getattr(monitoring.events, name)
            monitoring.register_callback(TOOL, event, callback)
            atexit.register(monitoring.register_callback, TOOL, event, None)
        monitoring.set_events(TOOL, monitoring.events.PY_START | monitoring.events.RAISE)


def start(*, doubtful: bool) -> None:
    """Keep apart what was run before the tests, and trace doubtful ones on an older Python.

    A trace takes as long as many a test. Coverage and debuggers trace as well: it is left to them.
    """
    if not early:
        early.update((path, {*lines}) for path, lines in reached.items())
    if not monitoring and sys.gettrace() in {None, trace}:
        unseen.update(threading.enumerate()[1:])
        sys.settrace(trace if doubtful else None)
        threading.settrace(trace if doubtful else None)


def stop() -> None:
    """End the trace."""
    if sys.gettrace() is trace:
        sys.settrace(None)
        threading.settrace(None)


def is_of_tests(code: CodeType) -> bool:
    """Return whether it is written among the tests, and is not the guard's own."""
    return code.co_filename.startswith(FOLDER) and not code.co_filename.startswith(GUARD)


def follow(code: CodeType, _offset: int) -> Any:
    if is_of_tests(code):
        with suppress(Exception):  # which code under test would get
            observe_in(code)
    return monitoring.DISABLE


def observe_in(code: CodeType) -> None:
    if "assert" not in text_of(code):
        # Where nothing is asserted, that it has begun will do.
        reached[code.co_filename] |= lines_in(code)
        return
    events = monitoring.events.LINE
    if code.co_name == "<genexpr>":
        events |= monitoring.events.PY_YIELD
        empty[code.co_filename].add(code.co_firstlineno)
    monitoring.set_local_events(TOOL, code, events)


def fill(generator: CodeType, _offset: int, _value: object) -> Any:
    empty[generator.co_filename].discard(generator.co_firstlineno)
    return monitoring.DISABLE


def reach(code: CodeType, line: int) -> Any:
    reached[code.co_filename].add(line)
    return getattr(monitoring, "DISABLE", None)


def fail(code: CodeType, _offset: int, error: BaseException) -> None:
    if type(error) is AssertionError:
        with suppress(Exception):  # which code under test would get in its place
            note(code, getattr(error.__traceback__, "tb_lineno", 0), error)


def note(code: CodeType, line: int, error: BaseException) -> None:
    # This is called for each function that the error passes through.
    if type(error) is AssertionError and is_of_tests(code):
        where = f"{Path(code.co_filename).relative_to(TESTS.parent)}:{line}"
        text = getline(code.co_filename, line)
        # By its scope, an ASGI application says what it does not serve.
        meant = names_failure(code) or not ASSERTS.search(text) or SCOPE.search(text)
        failed[id(error)] = "" if meant else failed.get(id(error), where)


@cache
def names_failure(code: CodeType, other: str = "failureException") -> bool:
    """Return whether a function speaks of a failed assertion, other than to raise one."""
    pattern = rf"(?<!raise )AssertionError|failureException|{other}"
    return bool(re.search(pattern, text_of(code)))


@cache
def text_of(code: CodeType) -> str:
    """Return what stands in a function."""
    # Not by `inspect`, which looks at the disk each time: some tests forbid that.
    last = max(lines_in(code), default=0)
    return "".join(getlines(code.co_filename)[code.co_firstlineno - 1 : last])


def lines_in(code: CodeType) -> set[int]:
    return {line for _, _, line in code.co_lines() if line}


@contextmanager
def traced() -> Iterator[None]:
    """Observe what is run in this context, and on its thread."""
    sys.settrace(trace)
    try:
        yield
    finally:
        stop()


def trace(frame: FrameType, event: str, argument: Any) -> Any:
    code = frame.f_code
    if not is_of_tests(code):
        return None
    if event == "call" and code.co_name == "<genexpr>":  # once more, for what is in it
        change = set.discard if code in traced_last else set.add
        change(empty[code.co_filename], code.co_firstlineno)
    traced_last[code] = event
    if event == "line":
        reach(code, frame.f_lineno)
    elif event == "exception":
        note(code, frame.f_lineno, argument[1])
    return trace
