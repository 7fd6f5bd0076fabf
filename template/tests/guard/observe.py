"""Observe which assertions of a test fail, and which lines are run."""

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

# It tells what is raised, and which lines are run, at little cost: from Python 3.12 on.
monitoring: Any = getattr(sys, "monitoring", None)
FOLDER = str(TESTS)
TOOL = 4  # the guard's number among the tools that monitor
failed: dict[int, str] = {}  # by the error, the places of assertions that failed in this test
traced_last: dict[CodeType, str] = {}  # of a function, the event
reached: defaultdict[str, set[int]] = defaultdict(set)  # the lines that were run, by file
filled: dict[tuple[str, int], bool] = {}  # which generators were not empty, by file and line


def begin() -> None:
    """Observe failures from now on."""
    if monitoring and not monitoring.get_tool(TOOL):
        monitoring.use_tool_id(TOOL, __name__)
        monitoring.register_callback(TOOL, monitoring.events.RAISE, fail)
        monitoring.register_callback(TOOL, monitoring.events.LINE, reach)
        monitoring.register_callback(TOOL, monitoring.events.PY_START, fill)
        monitoring.register_callback(TOOL, monitoring.events.PY_YIELD, fill)
        monitoring.set_events(TOOL, monitoring.events.RAISE)


def follow(code: CodeType) -> None:
    """Observe the lines of a function as well, and of those inside of it."""
    codes = [code] if monitoring else []
    for part in codes:
        events = monitoring.events.LINE
        if part.co_name == "<genexpr>":
            events |= monitoring.events.PY_START | monitoring.events.PY_YIELD
        monitoring.set_local_events(TOOL, part, events)
        codes += (inner for inner in part.co_consts if isinstance(inner, CodeType))


@contextmanager
def traced() -> Iterator[None]:
    """Observe all that is run in this context, where Python has no `sys.monitoring`."""
    sys.settrace(trace)
    threading.settrace(trace)
    try:
        yield
    finally:
        if sys.gettrace() is trace:  # and not a debugger's
            sys.settrace(None)
        threading.settrace(None)


def trace(frame: FrameType, event: str, argument: Any) -> Any:
    if not frame.f_code.co_filename.startswith(FOLDER):
        return None
    traced_last[frame.f_code] = event
    if event == "line":
        reach(frame.f_code, frame.f_lineno)
    elif event == "exception":
        note(frame.f_code, frame.f_lineno, argument[1])
    return trace


def is_begun(code: CodeType) -> bool:
    """Return whether a function was run, since it was followed."""
    return any(line in reached[code.co_filename] for *_, line in code.co_lines())


def is_complete(code: CodeType) -> bool:
    """Return whether a test was observed to its end, and not only until a debugger was begun."""
    return is_begun(code) if monitoring else traced_last.get(code) == "return"


def reach(code: CodeType, line: int) -> Any:
    reached[code.co_filename].add(line)
    return getattr(monitoring, "DISABLE", None)


def fill(generator: CodeType, _offset: int, *value: object) -> Any:
    key = (generator.co_filename, generator.co_firstlineno)
    filled[key] = bool(value) or filled.get(key, False)
    return monitoring.DISABLE


def fail(code: CodeType, _offset: int, error: BaseException) -> None:
    if type(error) is AssertionError:
        with suppress(Exception):  # which code under test would get in its place
            note(code, getattr(error.__traceback__, "tb_lineno", 0), error)


def note(code: CodeType, line: int, error: BaseException) -> None:
    # This is called for each function that the error passes through.
    if type(error) is AssertionError and code.co_filename.startswith(FOLDER):
        where = f"{Path(code.co_filename).relative_to(TESTS.parent)}:{line}"
        # By its scope, an ASGI application says what it does not serve.
        meant = names_failure(code) or "assert scope[" in getline(code.co_filename, line)
        failed[id(error)] = "" if meant else failed.get(id(error), where)


@cache
def names_failure(code: CodeType, other: str = "failureException") -> bool:
    """Return whether a function speaks of a failed assertion, other than to raise one."""
    pattern = rf"(?<!raise )AssertionError|failureException|{other}"
    # Not by `inspect`, which looks at the disk each time: some tests forbid that.
    last = max(line for *_, line in code.co_lines() if line)
    source = "".join(getlines(code.co_filename)[code.co_firstlineno - 1 : last])
    return bool(re.search(pattern, source))
