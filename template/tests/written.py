"""Find tests that are written, but that are not run: guard.py fails the run for them."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

TESTS = Path(__file__).resolve().parent
Function = ast.FunctionDef | ast.AsyncFunctionDef
PARENTS = (ast.stmt, ast.ExceptHandler, ast.match_case)  # what has statements in it
# The condition of a test that is not for this system, or not for this Python.
ELSEWHERE = re.compile(r"\bsys\.(platform|version_info)|\bos\.name|\bplatform\.")


@cache
def read(path: str) -> tuple[str, dict[int, Function]]:
    """Return a file's text, and its functions by the line on which each begins."""
    source = Path(path).read_text(encoding="utf-8")
    functions: dict[int, Function] = {}
    nodes: list[ast.AST] = [ast.parse(source)]
    for node in nodes:
        if isinstance(node, Function):
            functions[min([node.lineno, *(part.lineno for part in node.decorator_list)])] = node
        if not isinstance(node, ast.If) or not ELSEWHERE.search(ast.unparse(node.test)):
            nodes += (part for part in ast.iter_child_nodes(node) if isinstance(part, PARENTS))
    return source, functions


def find_unrun(selected: Iterable[Path], found: set[tuple[str, int]]) -> Iterator[str]:
    """Return what is wrong with the selected files, when `found` are the places of their tests."""
    for path in (path for path in TESTS.rglob("*.py") if {path, *path.parents} & {*selected}):
        source, functions = read(str(path))
        for first, node in functions.items():
            # A test whose file or class has another name, that is misspelt, or that is replaced.
            if (str(path), first) not in found and is_test(node, source):
                yield f"{place(path, node)}: {node.name}() is a test that is not run"
            # An inner function that nobody calls.
            for inner in (part for part in node.body if isinstance(part, Function)):
                used = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
                if inner.name not in used and not inner.decorator_list:
                    yield f"{place(path, inner)}: {inner.name}() is never called"


def is_test(node: Function, source: str) -> bool:
    """Return whether it is meant as a test, and neither used by its name nor a fixture."""
    meant = re.match("test|t[est]{2,4}_", node.name)
    used = re.search(rf"(?<!def )(?<!del )\b{node.name}\b(?! = )", source)
    return bool(meant and not used) and not any(
        "fixture" in ast.unparse(part) for part in node.decorator_list
    )


def place(path: Path | str, node: ast.stmt) -> str:
    """Return where it stands, as `tests/test_service.py:12`."""
    return f"{Path(path).relative_to(TESTS.parent)}:{node.lineno}"
