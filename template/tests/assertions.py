"""Find assertions of green tests that failed, or were never reached: guard.py fails the tests.

Needs Python 3.12: `sys.monitoring` tells what is raised, and which lines are run, at little cost.
"""

import ast
import inspect
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

from tests.written import TESTS, place, read

monitoring: Any = getattr(sys, "monitoring", None)
TOOL = 4  # its number among the tools that monitor
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
    codes = [code] if monitoring and expected[code] == 1 and doubtful(code) else []
    for part in codes:
        monitoring.set_local_events(TOOL, part, monitoring.events.LINE)
        codes += (inner for inner in part.co_consts if isinstance(inner, CodeType))


def judge(code: CodeType) -> str:
    """Return what is wrong with the assertions of a test that has just been green."""
    expected[code] -= 1
    # An assertion that failed, but something swallows that.
    swallowed = sorted({*filter(None, failed.values())})
    problems = [f"{where}: an assertion failed, and the test is green" for where in swallowed]
    if problems and names_failure(code, r"\.exception\(\)|set_exception_handler"):
        problems.clear()
    # An assertion in a loop over nothing, behind an exception, in a callback that nobody calls.
    doubts, lines = doubtful(code) if expected[code] == 0 else [], reached[code.co_filename]
    watched = doubts and any(line in lines for *_, line in code.co_lines())
    problems += [
        f"{place(code.co_filename, part)}: an assertion that was never reached"
        for part in doubts
        if watched and lines.isdisjoint(range(part.lineno, (part.end_lineno or 0) + 1))
    ]
    return "\n".join(problems)


def reach(code: CodeType, line: int) -> Any:
    reached[code.co_filename].add(line)
    return monitoring.DISABLE


def fail(code: CodeType, _offset: int, error: BaseException) -> None:
    # This is called for each function that the error passes through.
    if type(error) is AssertionError and code.co_filename.startswith(str(TESTS)):
        line = getattr(error.__traceback__, "tb_lineno", 0)
        where = f"{Path(code.co_filename).relative_to(TESTS.parent)}:{line}"
        failed[id(error)] = "" if names_failure(code) else failed.get(id(error), where)


@cache
def names_failure(code: CodeType, other: str = "failureException") -> bool:
    """Return whether a function speaks of a failed assertion, other than to raise one."""
    pattern = rf"(?<!raise )AssertionError|failureException|{other}"
    return bool(re.search(pattern, inspect.getsource(code)))


@cache
def doubtful(code: CodeType) -> list[ast.stmt]:
    """Return the assertions of a test that it may leave out, and be green."""
    node = read(code.co_filename)[1].get(code.co_firstlineno)
    return list(assertions(node.body, doubt=False)) if node else []


def assertions(body: list[ast.stmt], *, doubt: bool) -> Iterator[ast.stmt]:
    for part in body:
        call = getattr(part, "value", None)
        name = getattr(getattr(getattr(call, "value", call), "func", None), "attr", "")
        if doubt and (isinstance(part, ast.Assert) or re.match("a?assert", name)):
            yield part
        doubt = doubt or isinstance(part, ast.Return)
        # A branch is meant to be left out at times.
        if not isinstance(part, ast.If | ast.Match):
            for block in ("body", "orelse", "finalbody"):
                yield from assertions(getattr(part, block, []), doubt=True)
