"""The lower bounds in pyproject.toml are true, and the linter spares what ordinary tests do."""

import re
import shlex
from textwrap import dedent, indent

import pytest

from tests.helpers import projects
from tests.helpers.projects import COMBINATIONS, Answers, Project, Render
from tests.helpers.sampling import sample

ORDINARY = """
    async def test_of_files_and_processes({arguments}) -> None:
        password = "secret"
        path = Path({folder}, "output")
        with path.open("w") as file:
            subprocess.run([sys.executable, "--version"], stdout=file, check=True)
        assert path.exists()
        assert path.read_text(encoding="utf-8").startswith("Python")
        assert password == "secret"
"""


def add_ordinary_test(project: Project) -> None:
    """Write a test that blocks the event loop for a moment, and that has a password."""
    imports = "import subprocess, sys\nfrom pathlib import Path\n"
    if project.answers["test_stack"] == "unittest":
        django = project.answers["framework"] == "django"
        base = (
            "django.test import TestCase" if django else "unittest import IsolatedAsyncioTestCase"
        )
        imports += f"from tempfile import mkdtemp\nfrom {base}\n"
        test = dedent(ORDINARY).format(arguments="self", folder="mkdtemp()")
        test = f"class OrdinaryTest({base.rpartition(' ')[2]}):" + indent(test, "    ")
        test = re.sub(r"assert (.*)", r"self.assertTrue(\1)", test)
    else:
        test = dedent(ORDINARY).format(arguments="tmp_path: Path", folder="tmp_path")
    path = project.path / "tests" / "test_ordinary.py"
    path.write_text(f"{imports}\n{test}", encoding="utf-8")
    project.run("uv run ruff check --fix --select=I tests/test_ordinary.py")
    project.run("uv run ruff format tests/test_ordinary.py")


@pytest.mark.parametrize(
    "answers", sample(COMBINATIONS, 3), ids=lambda answers: "-".join(answers.values())
)
def test_all_checks_pass_with_the_oldest_dependencies(answers: Answers, render: Render) -> None:
    oldest = {"UV_RESOLUTION": "lowest-direct", "UV_PYTHON": projects.pythons()[0]}
    rendered = render(**answers)
    project = Project(rendered.path, answers, env=tuple(oldest.items()))
    add_ordinary_test(project)
    agents = (project.path / "AGENTS.md").read_text(encoding="utf-8")
    [checks] = re.findall(r"^uv run .* && .*$", agents, re.MULTILINE)
    project.run(f"bash -c {shlex.quote(checks)}")
    assert "coverage v7.10.1" in project.run("uv tree --depth 1 --all-groups").stdout


def test_library_works_with_the_oldest_anyio_that_it_allows(render: Render) -> None:
    project = render(framework="plain", test_stack="pytest-anyio")
    code = """
        import anyio, importlib.metadata
        from my_project import map_ordered, request, serve

        async def greet(name):
            return f"Hello, {name}"

        async def main():
            async with serve(greet) as address:
                assert await request(address, "world") == "Hello, world"
            assert await map_ordered(greet, ["you"], limit=2) == ["Hello, you"]

        anyio.run(main)
        print(importlib.metadata.version("anyio"))
    """
    command = "uv run --no-project --isolated --resolution=lowest-direct --with=."
    output = project.run(
        f"{command} --python={projects.pythons()[0]} python -c {shlex.quote(dedent(code))}"
    ).stdout
    assert output.endswith("\n4.0.0\n")
