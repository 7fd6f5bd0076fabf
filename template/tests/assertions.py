"""Find assertions of green tests that failed, or were never reached: guard.py fails the tests."""

import ast
import inspect
import re
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, TypeGuard

from tests.written import TESTS, is_elsewhere, place, read

# It tells what is raised, and which lines are run, at little cost: from Python 3.12 on.
monitoring: Any = getattr(sys, "monitoring", None)
# What else can fail a test.
OTHERS = re.compile(r"[Rr]aises|[Ww]arns|[Ll]ogs|fail\(|(?<!\.)\b(assert|check|expect|verify)\w*\(")
# What is meant to be left out at times.
BRANCHES = (ast.If, ast.match_case, ast.ExceptHandler)
TOOL = 4  # its number among the tools that monitor
FOLDER = str(TESTS)
failed: dict[int, str] = {}  # by the error, the places of assertions that failed in this test
expected: Counter[CodeType] = Counter()  # how often each test is still to be green
reached: defaultdict[str, set[int]] = defaultdict(set)  # the lines that were run, by file


def code_of(function: Any) -> CodeType | None:
    """Return the code of a test function, as it is written."""
    return getattr(inspect.unwrap(function), "__code__", None)


def expect(code: CodeType) -> None:
    """Expect a test to be green once more, and watch its assertions."""
    expected[code] += 1
    if monitoring and not monitoring.get_tool(TOOL):
        monitoring.use_tool_id(TOOL, __name__)
        monitoring.register_callback(TOOL, monitoring.events.RAISE, fail)
        monitoring.register_callback(TOOL, monitoring.events.LINE, reach)
        monitoring.set_events(TOOL, monitoring.events.RAISE)
    codes = [code] if monitoring and expected[code] == 1 and any(doubtful(code)) else []
    for part in codes:
        monitoring.set_local_events(TOOL, part, monitoring.events.LINE)
        codes += (inner for inner in part.co_consts if isinstance(inner, CodeType))


@contextmanager
def observed(code: CodeType | None) -> Iterator[None]:
    """Observe what a test runs, where Python has no `sys.monitoring`."""
    # Coverage and debuggers trace as well: leave it to them.
    if traced := code and not monitoring and not sys.gettrace() and wants_trace(code):
        sys.settrace(trace)
        threading.settrace(trace)
    try:
        yield
    finally:
        if traced:
            if sys.gettrace() is not trace:  # a debugger that was started meanwhile
                reached.clear()
            sys.settrace(None)
            threading.settrace(None)


def wants_trace(code: CodeType) -> bool:
    """Return whether an assertion can fail, or be left out, and the test be green.

    Most can not, and a trace costs about as much as the rest of a small test.
    """
    return any(doubtful(code)) or has_others(code.co_filename)


@cache
def has_others(path: str) -> bool:
    """Return whether a file has assertions other than those that its tests reach for sure."""
    _, functions, tree = read(path)
    tests = [node for node in functions.values() if node.name.startswith("test")]
    found = [part for test in tests for part in assertions(test.body, "sure")]
    sure = {part for part, kind in found if kind == "sure"}
    parts = (part for part in ast.walk(tree) if isinstance(part, ast.Raise) or is_assertion(part))
    return any(part not in sure for part in parts)


def trace(frame: FrameType, event: str, argument: Any) -> Any:
    if not frame.f_code.co_filename.startswith(FOLDER):
        return None
    if event == "line":
        reach(frame.f_code, frame.f_lineno)
    elif event == "exception":
        fail(frame.f_code, 0, argument[1])
    return trace


def judge(code: CodeType) -> str:
    """Return what is wrong with the assertions of a test that has just been green."""
    expected[code] -= 1
    # An assertion that failed, but something swallows that.
    where = sorted({*filter(None, failed.values())})
    problems = [f"{line}: an assertion failed, and was swallowed: let it through" for line in where]
    if problems and names_failure(code, r"\.exception\(\)|set_exception_handler"):
        problems.clear()
    # An assertion in a loop over nothing, behind an exception, in a callback that nobody calls.
    each, one = doubtful(code) if expected[code] == 0 else ([], [])
    lines = reached[code.co_filename]
    if (each or one) and any(line in lines for *_, line in code.co_lines()):
        missed = [part for part in each or one if lines.isdisjoint(lines_of(part))]
        where = [place(code.co_filename, part) for part in missed]
        never = "an assertion that was never reached: see that the test gets there"
        problems += [f"{line}: {never}" for line in where if each]
        # A test that returns before its assertions, or has them for an exception that never came.
        if one and len(missed) == len(one):
            problems += [f"{where[0]}: this assertion was not reached, and no other of the test"]
    return "\n".join(problems)


def reach(code: CodeType, line: int) -> Any:
    reached[code.co_filename].add(line)
    return getattr(monitoring, "DISABLE", None)


def fail(code: CodeType, _offset: int, error: BaseException) -> None:
    # This is called for each function that the error passes through.
    if type(error) is AssertionError and code.co_filename.startswith(FOLDER):
        line = getattr(error.__traceback__, "tb_lineno", 0)
        where = f"{Path(code.co_filename).relative_to(TESTS.parent)}:{line}"
        failed[id(error)] = "" if names_failure(code) else failed.get(id(error), where)


@cache
def names_failure(code: CodeType, other: str = "failureException") -> bool:
    """Return whether a function speaks of a failed assertion, other than to raise one."""
    pattern = rf"(?<!raise )AssertionError|failureException|{other}"
    return bool(re.search(pattern, inspect.getsource(code)))


@cache
def doubtful(code: CodeType) -> tuple[list[ast.stmt], list[ast.stmt]]:
    """Return the assertions of a test of which each has to be reached, or else at least one."""
    node = read(code.co_filename)[1].get(code.co_firstlineno)
    found = list(assertions(node.body, "sure")) if node else []
    each, one = ([part for part, kind in found if kind == name] for name in ("each", "one"))
    others = node and OTHERS.search(ast.unparse(node))
    return each, [] if each or others or len(one) < len(found) else one


def assertions(body: Sequence[ast.AST], kind: str) -> Iterator[tuple[ast.stmt, str]]:
    """Return the assertions among statements, and of which kind they are."""
    for part in body:
        if is_assertion(part):
            yield part, kind
        inner = "one" if kind == "one" or isinstance(part, BRANCHES) else "each"
        if isinstance(part, ast.If) and is_elsewhere(part):
            inner = "sure"
        elif isinstance(part, ast.Return):
            kind = "each"
        elif isinstance(part, ast.If) and kind == "sure" and returns(part):
            kind = "one"
        for block in ("body", "orelse", "finalbody", "handlers", "cases"):
            yield from assertions(getattr(part, block, []), inner)


def is_assertion(part: ast.AST) -> TypeGuard[ast.stmt]:
    call = getattr(part, "value", None)
    name = getattr(getattr(getattr(call, "value", call), "func", None), "attr", "")
    meant = isinstance(part, ast.Assert) or re.match("a?assert", name)
    return bool(meant) and isinstance(part, ast.stmt)


def returns(branch: ast.If) -> bool:
    return any(isinstance(part, ast.Return) for part in [*branch.body, *branch.orelse])


def lines_of(part: ast.stmt) -> range:
    return range(part.lineno, (part.end_lineno or part.lineno) + 1)
