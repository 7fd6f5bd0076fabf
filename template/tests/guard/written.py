"""Read the tests as they are written, and find those that are not run."""

import ast
import gc
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from linecache import getlines
from pathlib import Path
from types import CodeType
from typing import Any

Function = ast.FunctionDef | ast.AsyncFunctionDef
TESTS = Path(__file__).absolute().parent.parent  # perhaps by a symbolic link
BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")  # where statements have others
# The condition of what is not for this system, or not for this Python.
ELSEWHERE = re.compile(r"\bsys\.platform|\bversion_info|\bos\.name|\bplatform\.")
NOWHERE = re.compile(r"\bsys\.platform == '([A-Z]\w*|win|windows|mac|macos|osx)'")
# The decorators of tests; others may be those of a view, or the like.
OF_TESTS = re.compile(
    r"^$|\b(mark|fixture|hookimpl|unittest|parametrize|skip|mock|patch|tag|override)"
)
FIXTURE = re.compile(r"\bfixture\b")  # not `usefixtures`
selected: set[Path] = set()  # the files and folders that are run as a whole
# The tests of each file: the line, and the name of one that is run by another function.
found: defaultdict[str, set[int | str]] = defaultdict(set)


@dataclass(frozen=True)
class File:
    """The text of a file, and what is in it for this system."""

    lines: list[str]
    nodes: list[Any] = field(default_factory=list)  # the statements
    functions: dict[int, Function] = field(default_factory=dict)  # by the first line of each
    owners: dict[int, str] = field(default_factory=dict)  # of those in no other: a class, or ""

    @cached_property
    def text(self) -> str:
        return "".join(self.lines)

    @cached_property
    def is_forked(self) -> bool:
        """Whether other processes may run a part of it: what they do is not seen."""
        return "rocess" in self.text or "fork" in self.text

    @cached_property
    def conditional(self) -> set[str]:
        """The names that are used under an `if`."""
        kinds = ast.If | ast.match_case | ast.ExceptHandler
        parts = (part for node in self.nodes if isinstance(node, kinds) for part in ast.walk(node))
        return {part.id for part in parts if isinstance(part, ast.Name)}

    @cached_property
    def unguarded(self) -> set[int]:
        """The lines of functions in which that word stands."""
        having = self.having("unguarded").items()
        return {line for first, node in having for line in range(first, lines_of(node).stop)}

    def having(self, word: str) -> dict[int, Function]:
        """Return the functions in which a word stands, by the first line of each."""
        functions = self.functions.items() if word in self.text else ()
        texts = {first: self.lines[first - 1 : node.end_lineno] for first, node in functions}
        return {first: self.functions[first] for first in texts if word in "".join(texts[first])}


# Each garbage collection looks through all that is kept.
@lru_cache(maxsize=4)
def read(path: str) -> File:
    """Read a file: nothing, of what `exec()` has made."""
    file = File(getlines(path))
    owned: list[tuple[ast.AST, str | None]] = []
    # A destructor that prints a traceback parses as well: Python 3.11 stumbles over that.
    collecting = gc.isenabled()
    gc.disable()
    with suppress(SyntaxError, ValueError):  # a test would not be collected: these are its data
        owned.append((ast.parse(file.text), ""))
    if collecting:
        gc.enable()
    for node, around in owned:
        owner = around
        file.nodes.append(node)
        if isinstance(node, Function):
            # As its code has it.
            first = node.decorator_list[0].lineno if node.decorator_list else node.lineno
            file.functions[first] = node
            if owner is not None:
                file.owners[first] = owner
            owner = None
        elif isinstance(node, ast.ClassDef) and owner is not None:
            owner = " ".join([node.name, *map(ast.unparse, node.bases)])
        if not is_elsewhere(node):
            owned += ((part, owner) for block in blocks_of(node) for part in block)
    return file


def blocks_of(node: ast.AST) -> list[list[ast.AST]]:
    """Return the statements inside of another one, or of a module."""
    return [getattr(node, name) for name in names_of_blocks(node._fields)]


@cache
def names_of_blocks(fields: tuple[str, ...]) -> list[str]:
    return [name for name in fields if name in BLOCKS]


def is_elsewhere(node: ast.AST) -> bool:
    """Return whether it is for another system or Python, and not for one that does not exist."""
    if not isinstance(node, ast.If):
        return False
    condition = ast.unparse(node.test)
    return bool(ELSEWHERE.search(condition)) and not NOWHERE.search(condition)


@cache
def files() -> list[Path]:
    """Return all files of the tests, but for those of the guard."""
    return [path for path in TESTS.rglob("*.py") if path.parent != Path(__file__).parent]


def is_alone(path: Path, name: str) -> bool:
    """Return whether no other file of the tests takes that name from this one."""
    others = ("".join(getlines(str(other))) for other in files() if other != path)
    taken = re.compile(rf"(?s)(?=.*\b{path.stem}\b).*(\b{name}\b|import \*)")
    return not any(map(taken.match, others))


def is_used(node: Function, text: str) -> bool:
    """Return whether the name of a function stands elsewhere in its file."""
    return bool(re.search(rf"(?<!def )(?<!del )\b{node.name}\b(?! = )", text))


def decorators(node: Function) -> str:
    """Return the decorators of a function, as they are written."""
    return " ".join(map(ast.unparse, node.decorator_list))


def lines_of(part: ast.stmt) -> range:
    """Return the lines of a statement."""
    return range(part.lineno, (part.end_lineno or part.lineno) + 1)


def place(path: Path | str, node: ast.stmt) -> str:
    """Return where it stands, as `tests/test_service.py:12`."""
    return f"{Path(path).relative_to(TESTS.parent)}:{node.lineno}"


def code_of(function: Any) -> CodeType | None:
    """Return the code of a test function, as it is written."""
    # Not by `hasattr()`: a mock has every attribute.
    while wrapped := getattr(function, "__dict__", {}).get("__wrapped__"):
        function = wrapped
    return getattr(function, "__code__", None)


def find(name: str, path: str, code: CodeType) -> None:
    """Note the name of a test that was found, its file, and its code."""
    found[code.co_filename].add(code.co_firstlineno)
    if code.co_name != name:
        found[path].add(name)


def selected_files() -> list[Path]:
    """Return the files that are run as a whole, by themselves or by a folder."""
    return [path for path in files() if {path, *path.parents} & selected]


def find_unrun(path: Path, file: File) -> Iterator[str]:
    """Return what is written in a file as a test, and is not run."""
    tests = found[str(path)]
    names = [f"{name}_" for name in tests if isinstance(name, str)]
    named = path.name.startswith("test")
    own = {"", *(one.name for one in file.functions.values())}
    local = "locals()" in file.text
    for first, node in file.functions.items():
        if first in file.unguarded:
            continue
        # An inner function that nobody calls.
        inner = [part for part in node.body if isinstance(part, Function) and not local]
        inner = [part for part in inner if not part.decorator_list]
        used = {getattr(part, "id", "") for part in ast.walk(node)} if inner else ()
        for part in inner:
            block = not tests.isdisjoint(lines_of(part))  # for a plugin that calls it
            if not (part.name in used or block):
                yield f"{place(path, part)}: {part.name}() is never called"
        # A test whose file or class has another name, that is misspelt, or that is replaced.
        # With data, `test_one` is run as `test_one_1` and the like.
        run = first in tests or any(name.startswith(f"{node.name}_") for name in names)
        if run or not is_test(node):
            continue
        # A view is no test, nor is a method of a fake.
        of_class = named and "Test" in file.owners.get(first, "")
        ours = (re.match(r"\w*", decorators(node)) or [""])[0] in own
        of_module = named and ours and not file.owners.get(first, "-")
        of_tests = of_class or of_module or OF_TESTS.search(decorators(node))
        if of_tests and not is_used(node, file.text):
            yield f"{place(path, node)}: {node.name}() is a test that is not run"
    # A test in a docstring, or in quotes for a while.
    for quoted in file.nodes if named else ():
        text = getattr(quoted.value, "value", "") if isinstance(quoted, ast.Expr) else ""
        if isinstance(text, str) and re.search(r"\n *(async )?def test", text):
            yield f"{place(path, quoted)}: the test in this text is not run"
    # A file of tests that is a script as well, and no test.
    script = named and "__main__" in file.text and file.functions and not tests
    if script and not re.search(r"def test|\.main\(", file.text) and is_alone(path, path.stem):
        yield f"{place(path, min(file.functions.items())[1])}: this file has no test"


def is_test(node: Function) -> bool:
    """Return whether it is named like a test, perhaps misspelt, and no fixture."""
    named = re.match("test|t[est]{2,4}_", node.name)
    return bool(named) and not FIXTURE.search(decorators(node))
