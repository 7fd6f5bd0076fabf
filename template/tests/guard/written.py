"""Find what is written, but not run."""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from inspect import getsource
from linecache import getlines
from pathlib import Path

from tests.guard.vain import Function, decorators, find_vain, has

TESTS = Path(__file__).resolve().parent.parent
BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")  # where statements have others
# The condition of a test that is not for this system, or not for this Python.
ELSEWHERE = re.compile(r"\bsys\.platform|\bversion_info|\bos\.name|\bplatform\.")
SET_UP = re.compile(r"(?i)(async)?(set_?up|tear_?down)(_?(class|method|module|testdata))?")
KNOWN = re.compile(
    r"(setUp|tearDown)(Class|Module|TestData)?|async(SetUp|TearDown)|(setup|teardown)_\w+"
)
# The decorators of tests; others may be those of a view, or the like.
OF_TESTS = re.compile(
    r"^$|\b(mark|fixture|hookimpl|unittest|parametrize|skip|mock|patch|tag|override)"
)
FIXTURE = re.compile(r"\bfixture\b")  # not `usefixtures`
NOWHERE = re.compile(r"\bsys\.platform == '([A-Z]\w*|win|windows|mac|macos|osx)'")


@cache
def text_of(path: str) -> str:
    """Return what stands in a file: nothing, of what `exec()` has made."""
    return "".join(getlines(path))


@cache
def read(path: str) -> tuple[str, dict[int, Function], list[ast.AST]]:
    """Return a file's text, its functions by the line on which each begins, and its statements."""
    source = text_of(path)
    functions: dict[int, Function] = {}
    nodes: list[ast.AST] = []
    with suppress(SyntaxError, ValueError):  # a test would not be collected: these are its data
        nodes.append(ast.parse(source))
    for node in nodes:
        if isinstance(node, Function):
            functions[min([node.lineno, *(part.lineno for part in node.decorator_list)])] = node
        if not isinstance(node, ast.If) or not is_elsewhere(node):
            nodes += (part for block in blocks_of(node) for part in block)
    return source, functions, nodes


def blocks_of(node: ast.AST) -> list[list[ast.AST]]:
    """Return the statements inside of another one, or of a module."""
    return [getattr(node, name) for name in node._fields if name in BLOCKS]


def is_elsewhere(branch: ast.If) -> bool:
    """Return whether it is for another system or Python, and not for one that does not exist."""
    condition = ast.unparse(branch.test)
    return bool(ELSEWHERE.search(condition)) and not NOWHERE.search(condition)


def files_of(selected: Iterable[Path]) -> list[Path]:
    """Return the files that were selected as a whole, by themselves or by a folder."""
    return [path for path in written_files() if {path, *path.parents} & {*selected}]


@cache
def written_files() -> list[Path]:
    """Return all files of the tests, but for those of the guard."""
    return [path for path in TESTS.rglob("*.py") if path.parent != Path(__file__).parent]


def find_unrun(
    selected: Iterable[Path], found: set[tuple[str, int | str]], cases: set[type]
) -> Iterator[str]:
    """Return what is wrong with the selected files, given the places and classes of their tests.

    In place of its line, a test that is run by another function has its name.
    """
    # A set-up or a clean-up that is not called.
    for case in cases:
        yield from find_replaced(case)
    # What a decorator has made nothing of, as it returns nothing.
    lost = {
        (getattr(sys.modules.get(case.__module__), "__file__", ""), name)
        for case in cases
        for name, method in vars(case).items()
        if method is None
    }
    named: defaultdict[str, list[str]] = defaultdict(list)
    for file, name in found:
        named[file] += [name] if isinstance(name, str) else []
    for path in files_of(selected):
        source, functions, nodes = read(str(path))
        unguarded = unguarded_in(source, functions)
        for first, node in functions.items():
            if first in unguarded:
                continue
            # A test whose file or class has another name, that is misspelt, or that is replaced.
            # With data, `test_one` is run as `test_one_1` and the like.
            other = any(f"{name}_".startswith(f"{node.name}_") for name in named[str(path)])
            run = other or (str(path), first) in found
            registered = is_registered(node, path) and (str(path), node.name) not in lost
            if not run and is_test(node, source) and not registered:
                yield f"{place(path, node)}: {node.name}() is a test that is not run"
            # A fixture with assertions that no test asks for, perhaps as it was meant as a test.
            if path.name.startswith("test") and is_idle(node, source):
                yield f"{place(path, node)}: {node.name}() is a fixture that no test asks for"
            # A test without the name of one.
            if (str(path), first) not in found and is_left(node, source, path):
                yield f"{place(path, node)}: {node.name}() is never called, and no test by its name"
            # An inner function that nobody calls.
            for inner in (part for part in node.body if isinstance(part, Function)):
                used = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
                collected = any((str(path), line) in found for line in lines_of(inner))
                if inner.name not in used and not inner.decorator_list and not collected:
                    yield f"{place(path, inner)}: {inner.name}() is never called"
        for statement, what in find_vain(source, nodes):
            if statement.lineno not in unguarded:
                yield f"{place(path, statement)}: {what}"
        # A test in a docstring, or in quotes for a while.
        for part in nodes if path.name.startswith("test") else ():
            if not isinstance(part, ast.Expr) or part.lineno in unguarded:
                continue
            if re.search(r"\n *(async )?def test", str(getattr(part.value, "value", ""))):
                yield f"{place(path, part)}: the test in this text is not run"
        # A file of tests that is a script as well, and no test.
        script = path.name.startswith("test") and "__main__" in source
        tests = str(path) in {file for file, _ in found} or re.search(r"def test|\.main\(", source)
        if script and functions and not tests and is_alone(path, path.stem):
            yield f"{place(path, functions[min(functions)])}: this file has no test"


def unguarded_in(source: str, functions: Mapping[int, Function]) -> set[int]:
    """Return the lines of those functions in which that word stands, as in a mark or a comment."""
    if "unguarded" not in source:
        return set()
    lines = source.split("\n")
    parts = [range(first, (node.end_lineno or first) + 1) for first, node in functions.items()]
    free = (part for part in parts if "unguarded" in "".join(lines[part[0] - 1 : part[-1]]))
    return {line for part in free for line in part}


def is_forked(source: str) -> bool:
    """Return whether other processes may run a part of a file: what they do is not seen."""
    return "rocess" in source or "fork" in source


def is_alone(path: Path, name: str) -> bool:
    """Return whether no other file of the tests has that name in it."""
    sources = (text_of(str(other)) for other in written_files() if other != path)
    return not any(re.search(rf"\b{name}\b", source) for source in sources)


def find_replaced(case: type) -> Iterator[str]:
    """Return the set-ups and tear-downs of a class that are misspelt, or drop checks of a base."""
    for name in (name for name in vars(case) if SET_UP.fullmatch(name)):
        parts = [vars(base).get(name) for base in case.__mro__]
        codes = [getattr(getattr(part, "__func__", part), "__code__", None) for part in parts]
        written = [code for code in codes if code and code.co_filename.startswith(str(TESTS))]
        # A fixture may have any name.
        if codes[0] not in written:
            continue
        own, *others = written
        where = f"{Path(own.co_filename).relative_to(TESTS.parent)}:{own.co_firstlineno}"
        checks = any(re.search(r"\bassert|\.fail\(", getsource(code)) for code in others)
        if name not in own.co_names and checks:
            yield f"{where}: {case.__name__}.{name}() drops the checks of its base: call super()"
        called = any(f".{name}(" in text_of(str(path)) for path in written_files())
        if not KNOWN.fullmatch(name) and not called:
            yield f"{where}: {case.__name__}.{name}() is never called: see its spelling"


def is_test(node: Function, source: str) -> bool:
    """Return whether it is meant as a test, and neither used by its name nor a fixture."""
    meant = re.match("test|t[est]{2,4}_", node.name)
    return bool(meant) and not is_used(node, source) and not FIXTURE.search(decorators(node))


def is_registered(node: Function, path: Path) -> bool:
    """Return whether a function is no test, but for others, such as a view: by its decorator."""
    others = not OF_TESTS.search(decorators(node))
    return others and (bool(node.col_offset) or not path.name.startswith("test"))


def is_left(node: Function, source: str, path: Path) -> bool:
    """Return whether it checks something, as tests do, and is neither named like one nor used."""
    named = re.match("_|pytest_|test", node.name) or SET_UP.fullmatch(node.name)
    if not path.name.startswith("test") or node.decorator_list or named or is_used(node, source):
        return False
    # In a class that is no test, it may be called by others.
    checks = "self.assert" in ast.unparse(node) or (not node.col_offset and has(node, ast.Assert))
    return checks and is_alone(path, node.name)


def is_idle(node: Function, source: str) -> bool:
    """Return whether it is a fixture that checks something, and that nothing in its file uses."""
    meant = re.search(rf"{FIXTURE.pattern}(?!.*(autouse|name)=)", decorators(node))
    return bool(meant) and has(node, ast.Assert) and not is_used(node, source)


def is_used(node: Function, source: str) -> bool:
    return bool(re.search(rf"(?<!def )(?<!del )\b{node.name}\b(?! = )", source))


def lines_of(part: ast.stmt) -> range:
    return range(part.lineno, (part.end_lineno or part.lineno) + 1)


def place(path: Path | str, node: ast.stmt | ast.expr) -> str:
    """Return where it stands, as `tests/test_service.py:12`."""
    return f"{Path(path).relative_to(TESTS.parent)}:{node.lineno}"
