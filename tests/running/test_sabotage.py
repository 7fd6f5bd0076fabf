"""Each sample test, broken in each way that applies to it, goes red."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import projects, sampling
from tests.helpers.projects import COMBINATIONS, Answers, Project

Function = ast.FunctionDef | ast.AsyncFunctionDef
Edit = tuple[int, int, str]  # from where, to where, and what is put there


@pytest.fixture(
    scope="module",
    params=sampling.sample(COMBINATIONS, 2),
    ids=lambda answers: "-".join(answers.values()),
)
def sample(
    request: pytest.FixtureRequest,
    render_into: Callable[[Path, Answers], Project],
    tmp_path_factory: pytest.TempPathFactory,
) -> Project:
    """Render and install a project whose tests are to be broken."""
    path = render_into(tmp_path_factory.mktemp("sample") / "my-project", request.param).path
    project = Project(path, request.param, projects.pythons()[-1])
    project.run("uv sync --quiet")
    return project


@pytest.fixture(autouse=True)
def restored(sample: Project) -> Iterator[None]:
    """Undo what a test has done to the project."""
    yield
    projects.run("git checkout --quiet -- .", cwd=sample.path)


def own_nodes(function: Function) -> Iterator[ast.AST]:
    """Return the nodes of a function, without those of its inner functions."""
    nodes: list[ast.AST] = list(function.body)
    while nodes:
        node = nodes.pop(0)
        yield node
        if not isinstance(node, Function | ast.Lambda | ast.GeneratorExp):
            nodes.extend(ast.iter_child_nodes(node))


def without_await(function: Function, place: Callable[[ast.AST], int]) -> Edit | None:
    # The last one: without the first, a test may wait for ever for what it has not started.
    starts = [place(node) for node in own_nodes(function) if isinstance(node, ast.Await)]
    return (max(starts), max(starts) + len("await "), "") if starts else None


def failing_in_a_task(function: Function, place: Callable[[ast.AST], int]) -> Edit | None:
    if not isinstance(function, ast.AsyncFunctionDef):
        return None
    first = next(
        node
        for node in function.body
        if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Constant)
    )
    start = place(first)
    code = '__import__("asyncio").get_running_loop().create_task(fail_unseen())\n'
    return start, start, code + " " * first.col_offset


def with_return_for_assert(function: Function, place: Callable[[ast.AST], int]) -> Edit | None:
    for node in reversed(list(own_nodes(function))):
        if isinstance(node, ast.Assert):
            return place(node), place(node) + len("assert"), "return"
        call = node.value if isinstance(node, ast.Expr) else None
        if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("self.assert"):
            start = place(call)
            return start, start + len(ast.unparse(call.func)), "return str"
    return None


@pytest.mark.parametrize("way", [without_await, failing_in_a_task, with_return_for_assert])
def test_each_broken_test_is_red(
    sample: Project, way: Callable[[Function, Callable[[ast.AST], int]], Edit | None]
) -> None:
    broken = set()
    for path in sorted((sample.path / "tests").glob("test_*.py")):
        source = path.read_bytes()
        starts = [0]
        for line in source.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))

        def place(node: Any, starts: list[int] = starts) -> int:  # noqa: ANN401 (not all have a place)
            start: int = starts[node.lineno - 1] + node.col_offset
            return start

        edits = []
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, Function) or not node.name.startswith("test_"):
                continue
            if edit := way(node, place):
                edits.append(edit)
                broken.add(node.name)
        for start, end, text in sorted(edits, reverse=True):
            source = source[:start] + text.encode() + source[end:]
        source += b'\n\nasync def fail_unseen() -> None:\n    raise AssertionError("unseen")\n'
        path.write_bytes(source)
    assert len(broken) >= 5
    result = sample.run(sample.test_command, check=False)
    assert result.returncode
    red = re.findall(
        r"^(?:FAIL|ERROR|FAILED)[: ].*?\b(test_\w+)(?:\[| |$)", result.stdout, re.MULTILINE
    )
    assert broken <= set(red), f"green: {sorted(broken - set(red))}\n{result.stdout}"


TESTS = "tests/test_*.py"
# What is replaced, by what, in which files, and in how many of the six combinations it stands.
WAYS = {
    "wrong base class": (r"unittest\.IsolatedAsyncioTestCase", "unittest.TestCase", TESTS, 1),
    "set-up of another name": (r"def asyncSetUp\b", "def setUp", TESTS, 1),
    "no rollback": (r"\((Simple)?TestCase\):", "(IsolatedAsyncioTestCase):", TESTS, 1),
    "no mark": (r"(?m)^ *@pytest\.mark\.django_db.*\n", "", TESTS, 2),
    "fixture on another loop": (r'loop_scope="class", ', "", TESTS, 2),
    "isolation off": (r'(?m)^ *"-p", "tests\.async_database",\n', "", "pyproject.toml", 2),
}


def sabotage(sample: Project, way: str) -> bool:
    """Break the project in this way, and tell whether there was anything to be broken."""
    pattern, text, files, _ = WAYS[way]
    changed = 0
    for path in sample.path.glob(files):
        source, count = re.subn(pattern, text, path.read_text(encoding="utf-8"))
        changed += count
        if count and text.startswith("(Isolated"):
            source = f"from unittest import IsolatedAsyncioTestCase\n{source}"
        path.write_text(source, encoding="utf-8")
    return bool(changed)


@pytest.mark.parametrize("way", WAYS)
def test_broken_project_is_red(sample: Project, way: str) -> None:
    if sabotage(sample, way):
        assert sample.run(sample.test_command, check=False).returncode == 1


def test_each_way_applies(rendered_once: Callable[[Answers], Project]) -> None:
    for pattern, _, files, expected in WAYS.values():
        found = 0
        for answers in COMBINATIONS:
            texts = [
                path.read_text(encoding="utf-8") for path in rendered_once(answers).path.glob(files)
            ]
            found += any(re.search(pattern, text) for text in texts)
        assert found == expected, pattern
