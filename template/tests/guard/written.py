"""Find what is written, but not run, or checks nothing."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parent.parent
Function = ast.FunctionDef | ast.AsyncFunctionDef
BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")  # where statements have others
# The condition of a test that is not for this system, or not for this Python.
ELSEWHERE = re.compile(r"\bsys\.(platform|version_info)|\bos\.name|\bplatform\.")
FIXTURE = re.compile(r"\bfixture\b")  # not `usefixtures`
NOWHERE = re.compile(r"\bsys\.platform == '([A-Z]\w*|win|windows|mac|macos|osx)'")


@cache
def read(path: str) -> tuple[str, dict[int, Function], list[ast.AST]]:
    """Return a file's text, its functions by the line on which each begins, and its statements."""
    source = Path(path).read_text(encoding="utf-8")
    functions: dict[int, Function] = {}
    nodes: list[ast.AST] = [ast.parse(source)]
    for node in nodes:
        if isinstance(node, Function):
            functions[min([node.lineno, *(part.lineno for part in node.decorator_list)])] = node
        if not isinstance(node, ast.If) or not is_elsewhere(node):
            nodes += (part for block in BLOCKS for part in getattr(node, block, []))
    return source, functions, nodes


def is_elsewhere(branch: ast.If) -> bool:
    """Return whether it is for another system or Python, and not for one that does not exist."""
    condition = ast.unparse(branch.test)
    return bool(ELSEWHERE.search(condition)) and not NOWHERE.search(condition)


def find_unrun(selected: Iterable[Path], found: set[tuple[str, int]]) -> Iterator[str]:
    """Return what is wrong with the selected files, when `found` are the places of their tests."""
    for path in (path for path in TESTS.rglob("*.py") if {path, *path.parents} & {*selected}):
        source, functions, nodes = read(str(path))
        for first, node in functions.items():
            # A test whose file or class has another name, that is misspelt, or that is replaced.
            if (str(path), first) not in found and is_test(node, source):
                yield f"{place(path, node)}: {node.name}() is a test that is not run"
            # A fixture with assertions that no test asks for, perhaps as it was meant as a test.
            if path.name.startswith("test") and is_idle(node, source):
                yield f"{place(path, node)}: {node.name}() is a fixture that no test asks for"
            # An inner function that nobody calls.
            for inner in (part for part in node.body if isinstance(part, Function)):
                used = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
                if inner.name not in used and not inner.decorator_list:
                    yield f"{place(path, inner)}: {inner.name}() is never called"
        generators = functions if "yield" in source else {}
        yield from (f"{place(path, node)}: {what}" for node, what in find_vain(generators, nodes))


def find_vain(
    functions: dict[int, Function], nodes: list[ast.AST]
) -> Iterator[tuple[ast.stmt, str]]:
    """Return what looks as if it checked something, and checks nothing."""
    lazy = [node for node in functions.values() if has(node, ast.Yield | ast.YieldFrom)]
    # Another decorator may well run what it decorates.
    left_alone = re.compile(r"(?!$|\S*contextmanager$)")
    generators = {node.name for node in lazy if not left_alone.match(decorators(node))}
    for node in (node for node in nodes if isinstance(node, ast.Assert | ast.Expr)):
        call: Any = getattr(node, "value", None)
        function: Any = getattr(call, "func", None)
        name = getattr(function, "id", "")
        if getattr(getattr(function, "value", None), "id", "") == "self":
            name = function.attr
        # `assert one, two == 2`, `self.assertTrue(one, 1)`
        second = call.args[1:2] if name in {"assertTrue", "assertFalse"} else []
        constants = [part.value for part in second if isinstance(part, ast.Constant)]
        compared = isinstance(getattr(node, "msg", None), ast.Compare)
        if compared or any(not isinstance(value, str | None) for value in constants):
            yield node, "what follows the comma is a message, and is not compared"
        # A generator does nothing before it is iterated.
        elif name in {"map", "filter", *generators} or isinstance(call, ast.GeneratorExp):
            yield node, f"{name or 'this'} is a generator, and not iterated: nothing of it is run"


def has(node: Function, kind: Any) -> bool:
    """Return whether a function has something in it, and not only a function inside of it has."""
    parts = [*ast.walk(node)]
    inner = any(isinstance(part, Function | ast.Lambda) for part in parts[1:])
    return not inner and any(isinstance(part, kind) for part in parts)


def is_test(node: Function, source: str) -> bool:
    """Return whether it is meant as a test, and neither used by its name nor a fixture."""
    meant = re.match("test|t[est]{2,4}_", node.name)
    return bool(meant) and not is_used(node, source) and not FIXTURE.search(decorators(node))


def is_idle(node: Function, source: str) -> bool:
    """Return whether it is a fixture that checks something, and that nothing in its file uses."""
    meant = re.search(rf"{FIXTURE.pattern}(?!.*(autouse|name)=)", decorators(node))
    return bool(meant) and has(node, ast.Assert) and not is_used(node, source)


def is_used(node: Function, source: str) -> bool:
    return bool(re.search(rf"(?<!def )(?<!del )\b{node.name}\b(?! = )", source))


def decorators(node: Function) -> str:
    return " ".join(map(ast.unparse, node.decorator_list))


def place(path: Path | str, node: ast.stmt) -> str:
    """Return where it stands, as `tests/test_service.py:12`."""
    return f"{Path(path).relative_to(TESTS.parent)}:{node.lineno}"
