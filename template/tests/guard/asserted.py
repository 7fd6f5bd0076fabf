"""Find the assertions of green tests that failed, or were never reached."""

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path
from types import CodeType
from typing import TypeGuard

from tests.guard import observe
from tests.guard.vain import find_vain
from tests.guard.written import (
    OF_TESTS,
    File,
    Function,
    blocks_of,
    decorators,
    find_unrun,
    found,
    is_alone,
    is_elsewhere,
    is_test,
    lines_of,
    place,
    read,
    selected_files,
)

# What may be left out at times.
BRANCHES = (ast.If, ast.match_case, ast.ExceptHandler)
ELSE = (ast.For, ast.AsyncFor, ast.While, ast.Try)
# What else can fail a test.
OTHERS = re.compile(r"[Rr]aises|[Ww]arns|[Ll]ogs|fail\(|(?<!\.)\b(assert|check|expect|verify)\w*\(")
# That there is none of a kind is meant to be true of nothing as well.
NONE = re.compile(r"\b(not|if)\b|!=")
SET_UP = re.compile("(?i)(async)?(setup|teardown)")
expected: Counter[tuple[str, int]] = Counter()  # how often each test is still to be green


def expect(code: CodeType) -> None:
    """Expect a test to be green once more."""
    expected[code.co_filename, code.co_firstlineno] += 1


def start() -> None:
    """Observe the tests from now on."""
    observe.start(doubtful=not observe.monitoring and any(map(is_doubtful, found)))


def imported(path: str) -> AbstractContextManager[None]:
    """Return the context in which a file is to be imported, where Python has no monitoring."""
    return nullcontext() if sys.gettrace() or not is_doubtful(path) else observe.traced()


def find_written() -> Iterator[str]:
    """Return what stands in the selected files and is not run, or checks nothing."""
    for path in selected_files():
        file = read(str(path))
        yield from find_unrun(path, file)
        yield from find_vain(path, file)
        lines_of_assertions(str(path))  # while it is read
    read.cache_clear()  # each garbage collection looks through it


@cache
def is_doubtful(path: str) -> bool:
    """Return whether a file has assertions other than those that its tests reach for sure."""
    file = read(path)
    tests = [node for node in file.functions.values() if is_test(node)]
    found = ((test, part, must) for test in tests for part, must in assertions(test.body))
    sure = {part for test, part, must in found if must and part in test.body}
    parts = (part for part in file.nodes if isinstance(part, ast.Raise) or is_assertion(part))
    return any(part not in sure for part in parts)


def judge(code: CodeType) -> str:
    """Return what is wrong with the assertions of a test that has just been green."""
    path, first = key = code.co_filename, code.co_firstlineno
    expected[key] -= 1
    # An assertion that failed, but something swallows that.
    where = sorted({*filter(None, observe.failed.values())})
    problems = [f"{line}: an assertion failed, and was swallowed: let it through" for line in where]
    if problems and observe.names_failure(code, r"\.exception\(\)|set_exception_handler"):
        problems.clear()
    # A debugger that is begun in a test ends the trace.
    traced = observe.monitoring or (
        sys.gettrace() is observe.trace and observe.traced_last.get(code) in {None, "return"}
    )
    # One in a loop over nothing, behind an exception, in a callback that nobody calls.
    if not expected[key] and traced and may_miss(path, first):
        test = read(path).functions[first]
        never = "an assertion that was never reached: see that the test gets there"
        missed = unreached(path, test, is_test=True)
        problems += [f"{place(path, part)}: {never}" for part in missed]
        # `all()` of nothing, which is true.
        nothing = "all() of nothing is true: see that there is something"
        problems += [f"{place(path, part)}: {nothing}" for part in of_nothing(path, test)]
    return "\n".join(problems)


def may_miss(path: str, first: int) -> bool:
    """Return whether a function may have left out an assertion: it is to be read again then."""
    lines, parts = observe.reached[path], lines_of_assertions(path).get(first, [])
    missed = [must for part, must in parts if lines.isdisjoint(part)]
    all_missed = len(missed) == len(parts)
    return bool(parts) and (any(missed) or all_missed or bool(observe.empty.get(path)))


@cache
def lines_of_assertions(path: str) -> dict[int, list[tuple[range, bool]]]:
    """Return where the assertions of each function in a file are, and which must be reached."""
    file = read(path)
    functions = file.functions if "assert" in file.text and not file.is_forked else {}
    return {
        first: [(lines_of(part), must) for part, must in assertions(node.body)]
        for first, node in functions.items()
    }


def find_unreached() -> Iterator[str]:
    """Return the assertions beside the tests that were not reached in a run that was green."""
    observe.stop()
    for path in map(str, selected_files()):
        tests = {first for first in found[path] if isinstance(first, int)}
        # A part of the tests need not reach them all.
        if not tests or any(expected.get((path, one), 1) for one in tests):
            continue
        if not any(may_miss(path, one) for one in lines_of_assertions(path).keys() - tests):
            continue
        file, lines = read(path), observe.reached[path]
        # Under coverage or a debugger, a test may not be traced.
        nodes = (node for first, node in file.functions.items() if first in tests)
        all_seen = not observe.unseen and all(is_begun(node, lines) for node in nodes)
        classes = {file.owners.get(first) for first in tests}
        for first, owner in file.owners.items() if all_seen or observe.monitoring else ():
            node = file.functions[first]
            if first in tests or first in file.unguarded or not (missed := unreached(path, node)):
                continue
            seen = all_seen and not lines.isdisjoint(range(first, node.body[0].lineno))
            called = is_begun(node, lines) or (seen and is_wanted(file, node, owner, classes))
            if called and is_alone(Path(path), node.name):
                never = "no test of this file reaches this assertion: see that one does"
                yield from (f"{place(path, part)}: {never}" for part in missed)


def is_wanted(file: File, node: Function, owner: str, classes: set[str | None]) -> bool:
    """Return whether a function is one that the tests, which are in these classes, are to call."""
    # A fake's method need not be called, nor what is registered, or called under a condition.
    of_tests = not owner or owner in classes or SET_UP.match(node.name)
    checks = of_tests or re.search(r"self\.assert[A-Z]", ast.unparse(node))
    return bool(checks and OF_TESTS.search(decorators(node))) and node.name not in file.conditional


def is_begun(node: Function, lines: set[int]) -> bool:
    return any(is_reached(part, lines) for part in node.body)


def is_reached(part: ast.stmt, lines: set[int]) -> bool:
    return not lines.isdisjoint(lines_of(part))


def unreached(path: str, node: Function, *, is_test: bool = False) -> list[ast.stmt]:
    """Return the assertions that a function has not reached, but for those it may leave out."""
    lines = observe.reached[path]
    # A decorator's inner function need not be called. A trace does not see all threads.
    early = is_begun(node, observe.early.get(path, set()))
    spared = early or (is_test and observe.unseen)
    parts = [*assertions(node.body, lines if spared else None)]
    missed = [(part, must) for part, must in parts if not is_reached(part, lines)]
    # A test that leaves out all, and has nothing else that can fail.
    if missed and is_test and missed == parts and not OTHERS.search(ast.unparse(node)):
        return [part for part, _ in missed[:1]]
    return [part for part, must in missed if must]


def of_nothing(path: str, node: Function) -> Iterator[ast.stmt]:
    """Return the assertions of a test which say that `all()` of nothing are so."""
    for part, _ in assertions(node.body) if observe.empty.get(path) else ():
        for call in (call for call in ast.walk(part) if isinstance(call, ast.Call)):
            each = call.args[0] if ast.unparse(call.func) == "all" and call.args else None
            empty = each and each.lineno in observe.empty[path]
            if empty and isinstance(each, ast.GeneratorExp) and not NONE.search(ast.unparse(each)):
                yield part


def assertions(
    body: Sequence[ast.AST], lines: set[int] | None = None, *, must: bool = True
) -> Iterator[tuple[ast.stmt, bool]]:
    """Return the assertions among statements, and which of them must be reached.

    Given the lines that were reached, without those of inner functions that have not begun.
    """
    for part in body:
        # `assert False` says that it is not to be reached.
        if is_assertion(part) and not isinstance(getattr(part, "test", None), ast.Constant):
            yield part, must
        idle = lines is not None and isinstance(part, Function) and not is_begun(part, lines)
        for block in [] if idle or is_elsewhere(part) else blocks_of(part):
            # The `else` of a loop is for one that found nothing.
            left = isinstance(part, BRANCHES) or (isinstance(part, ELSE) and block is part.orelse)
            yield from assertions(block, lines, must=must and not left)
        must = must and not returns(part)


def is_assertion(part: ast.AST) -> TypeGuard[ast.stmt]:
    if not isinstance(part, ast.Expr):
        return isinstance(part, ast.Assert)
    call = part.value.value if isinstance(part.value, ast.Await) else part.value
    name = getattr(getattr(call, "func", None), "attr", "")
    return name.startswith(("assert", "aassert")) and name not in {"assert_type", "assert_never"}


def returns(part: ast.AST) -> bool:
    """Return whether a statement may end its function, other than by an exception."""
    blocks = [] if isinstance(part, Function) else blocks_of(part)
    inner = [part for block in blocks for part in block]
    return any(isinstance(part, ast.Return) or returns(part) for part in inner)
