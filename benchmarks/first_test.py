"""How long it takes to the first green test of a new project."""

import shutil
import tomllib
from pathlib import Path

from benchmarks.copying import copy
from benchmarks.measure import Rounds, Session, run
from tests.helpers import projects
from tests.helpers.projects import COMBINATIONS, Project

# For each stack: one trivial test, and what runs it.
UNITTEST = """
from {module} import {base}


class Test({base}):
    async def test(self) -> None:
        pass
"""
PYTEST = """
import pytest


@pytest.mark.{mark}
async def test() -> None:
    pass
"""
# pytest does not look for Django's settings beside the tests, where they are here.
PYTEST_DJANGO = "uv run pytest --ds=settings --override-ini=pythonpath=."
TRIVIAL = {
    ("plain", "unittest"): (
        UNITTEST.format(module="unittest", base="IsolatedAsyncioTestCase"),
        "uv run python -m unittest",
    ),
    ("plain", "pytest-anyio"): (PYTEST.format(mark="anyio"), "uv run pytest"),
    ("plain", "pytest-asyncio"): (PYTEST.format(mark="asyncio"), "uv run pytest"),
    ("django", "unittest"): (
        UNITTEST.format(module="django.test", base="SimpleTestCase"),
        "uv run python -m django test --settings=settings",
    ),
    ("django", "pytest-anyio"): (PYTEST.format(mark="anyio"), PYTEST_DJANGO),
    ("django", "pytest-asyncio"): (PYTEST.format(mark="asyncio"), PYTEST_DJANGO),
}
# The least that Django needs.
SETTINGS = """
SECRET_KEY = "for tests only"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
"""


def first_test(session: Session) -> Rounds:
    """Compare `copier copy`, `uv sync` and the tests, of each combination, with a floor.

    The floor installs the same dependencies, and runs one trivial test of the stack. uv has all
    packages in its cache, and is kept offline.
    """
    env = {"UV_PYTHON": session.python, "UV_OFFLINE": "1"}
    # What is installed here, from the network, is in the cache later.
    prepared = [session.project(f"prepared {name_of(each)}", each) for each in COMBINATIONS]
    while True:
        costs = {}
        for project in prepared:
            name = name_of(project.answers)
            floor = make_floor(session.folder / f"floor {name}", project)
            costs[f"{name}: floor install"] = run("uv sync", floor, env)
            costs[f"{name}: floor test"] = run(trivial(project)[1], floor, env)
            shutil.rmtree(floor)
            path = session.folder / name
            costs[f"{name}: copy"] = copy(session.template, path, project.answers)
            costs[f"{name}: install"] = run("uv sync", path, env)
            costs[f"{name}: test"] = run(project.test_command, path, env)
            shutil.rmtree(path)
        yield costs


def name_of(answers: projects.Answers) -> str:
    return " ".join(answers.values())


def trivial(project: Project) -> tuple[str, str]:
    return TRIVIAL[project.answers["framework"], project.answers["test_stack"]]


def make_floor(path: Path, project: Project) -> Path:
    """Write a folder with the project's dependencies and a trivial test, and nothing else."""
    path.mkdir()
    rendered = tomllib.loads((project.path / "pyproject.toml").read_text(encoding="utf-8"))
    (path / "pyproject.toml").write_text(
        f"""
[project]
name = "floor"
version = "0"
requires-python = "{rendered["project"]["requires-python"]}"
dependencies = {rendered["project"]["dependencies"]}

[dependency-groups]
dev = {rendered["dependency-groups"]["dev"]}
""",
        encoding="utf-8",
    )
    (path / "settings.py").write_text(SETTINGS, encoding="utf-8")
    (path / "test_trivial.py").write_text(trivial(project)[0], encoding="utf-8")
    return path
