"""The recipes of docs/recipes.md work in a rendered project, and its ruff and mypy agree."""

import re
import shlex

import pytest
from markdown_it import MarkdownIt

from tests.helpers import projects
from tests.helpers.postgresql import Server
from tests.helpers.projects import ROOT, Project, Render, count_tests
from tools import stacks

PAGE = ROOT / "docs" / "recipes.md"
# The page's name of each stack, and the project that its recipes are tried in.
STACKS = dict(zip(stacks.TITLES, stacks.STACKS.values(), strict=True))
DJANGO = stacks.TITLES[1]
HANGING = "tests/test_hanging.py"
# A fixture wider than a test may keep the event loop of the other backend open.
PLUGIN = """\
import pytest
import trio


@pytest.fixture(autouse=True)
async def backend_is_the_one_in_the_name(anyio_backend_name: str) -> None:
    assert trio.lowlevel.in_trio_run() == (anyio_backend_name == "trio")
"""
WIDE = ("tests/test_session.py", "tests/test_service.py::TestService")


def recipes(stack: str) -> tuple[dict[str, str], set[str]]:
    """Return the files of a stack's recipes, and the packages that they need."""
    files: dict[str, str] = {}
    packages: set[str] = set()
    of_stack = False
    for token in MarkdownIt().parse(PAGE.read_text(encoding="utf-8")):
        if token.type == "inline":
            label = re.match(r"\*\*(.+?)\*\*", token.content)
            of_stack = bool(label and stack in label[1].split(", "))
            command = re.search(r"`uv add --dev (.*?)`", token.content)
            if command and (of_stack or not label):
                packages |= {*shlex.split(command[1])}
        elif token.type == "fence" and of_stack:
            first, *lines = filter(None, token.content.splitlines())
            path = first.removeprefix("# ").removesuffix(", at the end")
            assert len(lines) <= 15, path
            code = token.content.partition("\n")[2]
            files[path] = f"{files[path]}\n\n{code}" if path in files else code
    return files, packages


@pytest.mark.parametrize("stack", STACKS)
def test_recipes_work(stack: str, render: Render, postgresql: Server) -> None:
    files, packages = recipes(stack)
    hanging = files.pop(HANGING, "")
    url = f"postgresql+psycopg://postgres@127.0.0.1:{postgresql.port}/postgres"
    env = () if stack == DJANGO else (("DATABASE_URL", url),)
    project = Project(render(**STACKS[stack]).path, STACKS[stack], projects.pythons()[-1], env)
    for path, code in files.items():
        if stack == DJANGO:
            code = code.replace("import unittest\n", "from django.test import SimpleTestCase\n")
            code = code.replace("unittest.IsolatedAsyncioTestCase", "SimpleTestCase")
        (project.path / path).write_text(code, encoding="utf-8")
    project.run(f"uv add --quiet --dev {shlex.join(packages)}")
    if stack == DJANGO:
        project.run("uv run ruff check --fix --select=I")

    tests = sum(code.count("def test_") for code in files.values())
    assert tests >= 6
    assert count_tests(project.run(project.test_command).stdout) > tests
    project.run("uv run ruff check")
    project.run("uv run ruff format --check")
    project.run("uv run mypy")

    if stack == "pytest-anyio":
        (project.path / "tests" / "plugin.py").write_text(PLUGIN, encoding="utf-8")
        for tests_of_one_fixture in WIDE:
            project.run(f"uv run pytest -p tests.plugin {tests_of_one_fixture}")
    if hanging:
        (project.path / HANGING).write_text(hanging, encoding="utf-8")
        limit = project.path / "tests" / "time_limit.py"
        text = re.sub("(?m)^TIME_LIMIT = .*", "TIME_LIMIT = 1", limit.read_text("utf-8"))
        limit.write_text(text, encoding="utf-8")
        output = project.run(f"uv run pytest --tb=short {HANGING}", check=False).stdout
        shown = re.search(rf"(?s)```\n({HANGING}:.*?)```", PAGE.read_text("utf-8"))
        assert shown
        assert shown[1] in re.sub(r"(?m)^ +\^+\n", "", output)
