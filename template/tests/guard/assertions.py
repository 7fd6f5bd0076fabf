"""Find assertions of green tests that failed, or were never reached."""

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from linecache import getlines
from types import CodeType
from typing import Any, TypeGuard

from tests.guard import observe
from tests.guard.vain import Function
from tests.guard.written import blocks_of, is_elsewhere, is_forked, lines_of, place, read

# What else can fail a test.
OTHERS = re.compile(r"[Rr]aises|[Ww]arns|[Ll]ogs|fail\(|(?<!\.)\b(assert|check|expect|verify)\w*\(")
# That there is none of a kind is meant to be true of nothing as well.
NONE = re.compile(r"\bnot\b|!=")
# What is meant to be left out at times.
BRANCHES = (ast.If, ast.match_case, ast.ExceptHandler)
LOOPS = (ast.For, ast.AsyncFor, ast.While)
expected: Counter[tuple[str, int]] = Counter()  # how often each test is still to be green


def code_of(function: Any) -> CodeType | None:
    """Return the code of a test function, as it is written."""
    # Not by `hasattr()`: a mock has every attribute.
    while wrapped := getattr(function, "__dict__", {}).get("__wrapped__"):
        function = wrapped
    return getattr(function, "__code__", None)


def place_of(code: CodeType) -> tuple[str, int]:
    """Return the file of a function, and the line on which it begins."""
    return code.co_filename, code.co_firstlineno


def places_of(name: str, path: str, code: CodeType) -> set[tuple[str, int | str]]:
    """Return the place of a test, and its name, if it is run by a function of another name."""
    return {place_of(code), *({(path, name)} if code.co_name != name else ())}


@cache
def may_return(code: CodeType | None) -> bool:
    """Return whether a test may return something: whether there is a `return` in it."""
    node = read(code.co_filename)[1].get(code.co_firstlineno) if code else None
    lines = getlines(code.co_filename)[node.lineno - 1 : node.end_lineno] if code and node else []
    return not node or any("return" in line for line in lines)


def expect(code: CodeType) -> None:
    """Expect a test to be green once more, and watch its assertions."""
    key = place_of(code)
    expected[key] += 1
    if expected[key] == 1:
        observe.begin()
        if any([is_wrapped(code), *doubtful(*key), *all_of(*key)]):
            observe.follow(code)


def observed(code: CodeType | None) -> AbstractContextManager[None]:
    """Return the context in which a test is to be run.

    Where Python has no `sys.monitoring`, a test is traced if one of its assertions can fail, or be
    left out, and the test be green. In most none can, and a trace may take as long as the test.
    """
    # Coverage and debuggers trace as well: leave it to them.
    if not code or observe.monitoring or sys.gettrace():
        return nullcontext()
    wanted = any(doubtful(*place_of(code))) or has_others(code.co_filename)
    return observe.traced() if wanted else nullcontext()


@cache
def has_others(path: str) -> bool:
    """Return whether a file has assertions other than those that its tests reach for sure."""
    _, functions, nodes = read(path)
    tests = [node for node in functions.values() if node.name.startswith("test")]
    found = [part for test in tests for part in assertions(test.body, "sure")]
    sure = {part for part, kind in found if kind == "sure"}
    parts = (part for part in nodes if isinstance(part, ast.Raise) or is_assertion(part))
    return any(part not in sure for part in parts)


def judge(code: CodeType) -> str:
    """Return what is wrong with the assertions of a test that has just been green."""
    key = place_of(code)
    expected[key] -= 1
    # An assertion that failed, but something swallows that.
    where = sorted({*filter(None, observe.failed.values())})
    problems = [f"{line}: an assertion failed, and was swallowed: let it through" for line in where]
    if problems and observe.names_failure(code, r"\.exception\(\)|set_exception_handler"):
        problems.clear()
    # An assertion in a loop over nothing, behind an exception, in a callback that nobody calls.
    each, one = ([], []) if expected[key] else doubtful(*key)
    lines = observe.reached[code.co_filename]
    if (each or one) and observe.is_complete(code):
        seen = lines if observe.monitoring else lines.union(unseen_lines(code, lines))
        missed = [part for part in each or one if seen.isdisjoint(lines_of(part))]
        where = [place(code.co_filename, part) for part in missed]
        never = "an assertion that was never reached: see that the test gets there"
        problems += [f"{line}: {never}" for line in where if each]
        # A test that returns before its assertions, or has them for an exception that never came.
        if one and len(missed) == len(one):
            problems += [f"{where[0]}: this assertion was not reached, and no other of the test"]
    # `all()` of nothing, which is true.
    for part in () if expected[key] else all_of(*key):
        if observe.filled.get((code.co_filename, part.lineno)) is False:
            what = "all() of nothing is true: see that there is something"
            problems.append(f"{place(code.co_filename, part)}: {what}")
    # A test that its decorator does not run; where another process runs it, none is expected here.
    expected_here = observe.monitoring and not expected[key]
    if expected_here and is_wrapped(code) and not observe.is_begun(code):
        problems.append(f"{code.co_qualname}() was never run: see what its decorator does")
    return "\n".join(problems)


@cache
def is_wrapped(code: CodeType) -> bool:
    """Return whether a test has other decorators than marks, and runs in this process."""
    source, functions, _ = read(code.co_filename)
    node = functions.get(code.co_firstlineno)
    texts = map(ast.unparse, node.decorator_list if node else [])
    return any(".mark." not in text for text in texts) and not is_forked(source)


def unseen_lines(code: CodeType, lines: set[int]) -> Iterator[int]:
    """Return those of inner functions that may have run on a thread begun before the trace."""
    for inner in (part for part in code.co_consts if isinstance(part, CodeType)):
        own = {line for *_, line in inner.co_lines() if line and line > inner.co_firstlineno}
        yield from own if own.isdisjoint(lines) else unseen_lines(inner, lines)


@cache
def doubtful(path: str, line: int) -> tuple[list[ast.stmt], list[ast.stmt]]:
    """Return the assertions of a test of which each has to be reached, or else at least one."""
    node = read(path)[1].get(line)
    found = list(assertions(node.body, "sure")) if node else []
    each, one = ([part for part, kind in found if kind == name] for name in ("each", "one"))
    if each or len(one) < len(found) or (one and node and OTHERS.search(ast.unparse(node))):
        one = []
    return each, one


@cache
def all_of(path: str, line: int) -> list[ast.GeneratorExp]:
    """Return the generators of which a test asserts that `all()` are so, and not that none is."""
    node = read(path)[1].get(line)
    if not node or "all(" not in "".join(getlines(path)[line - 1 : node.end_lineno]):
        return []
    found = [part for part, _ in assertions(node.body, "sure")]
    calls = [call for part in found for call in ast.walk(part) if isinstance(call, ast.Call)]
    each = [call.args[0] for call in calls if getattr(call.func, "id", "") == "all" and call.args]
    return [
        part
        for part in each
        if isinstance(part, ast.GeneratorExp)
        and not any(one.ifs for one in part.generators)
        and not NONE.search(ast.unparse(part.elt))
    ]


def assertions(body: Sequence[ast.AST], kind: str) -> Iterator[tuple[ast.stmt, str]]:
    """Return the assertions among statements, and of which kind they are."""
    for part in body:
        # `assert False` says that it is not to be reached.
        if is_assertion(part) and not isinstance(getattr(part, "test", None), ast.Constant):
            yield part, kind
        if isinstance(part, ast.Return):
            kind = "each"
        if not (blocks := blocks_of(part)):
            continue
        inner = "one" if kind == "one" or isinstance(part, BRANCHES) else "each"
        if isinstance(part, ast.If) and is_elsewhere(part):
            inner = "sure"
        elif returns(part):
            kind = "one"
        for block in blocks:
            # The `else` of a loop is for one that found nothing.
            missed = isinstance(part, LOOPS) and block is part.orelse
            yield from assertions(block, "one" if missed else inner)


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
