"""Fixtures: the template as it is now, and projects rendered from it."""

import itertools
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests import browser, existing, projects
from tests.postgresql import Server, postgresql_server
from tests.projects import COMBINATIONS, OPTIONS, Answers, Project

# Copier, by way of plumbum, takes a copy of the environment when it is imported.
for name in [name for name in os.environ if name.startswith("GIT_")]:
    del os.environ[name]
os.environ |= projects.environment()

Render = Callable[..., Project]

# Its tests are for rendered projects: see test_django_isolation.py.
collect_ignore = ["django_battery", "honest", "stacks", "traps"]


@pytest.fixture(scope="session")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder in memory, or on the disk where a machine has no room for that.

    An update by Copier writes some hundred files, and deletes most of them again.
    """
    folder = Path("/dev/shm")
    if not os.access(folder, os.W_OK) or shutil.disk_usage(folder).free < 2**30:
        yield tmp_path_factory.mktemp("memory")
        return
    with tempfile.TemporaryDirectory(prefix="tests-", dir=folder) as name:
        yield Path(name)


@pytest.fixture
def tmp_path(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """Let a test that is marked so have its folder, and those that Copier makes, in memory."""
    if not request.node.get_closest_marker("in_memory"):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=request.getfixturevalue("memory")) as name:
        monkeypatch.setattr(tempfile, "tempdir", name)
        monkeypatch.setenv("TMPDIR", name)
        yield Path(name)


@pytest.fixture(scope="session")
def template(memory: Path) -> Path:
    """Return what Copier reads of this repository; its newest version is the working tree."""
    return projects.template_of_working_tree(memory / "template")


@pytest.fixture(scope="session")
def template_folder(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the template without its history: faster to copy from, but not to update from."""
    folder = tmp_path_factory.mktemp("template") / "folder"
    shutil.copytree(template, folder, ignore=shutil.ignore_patterns(".git"))
    return folder


@pytest.fixture(scope="session")
def render_into(template: Path) -> Callable[[Path, Answers], Project]:
    """Return a function that renders a project into a folder, as `copier copy` would."""

    return partial(projects.render, template)


@pytest.fixture(scope="session")
def rendered_once(
    render_into: Callable[[Path, Answers], Project], memory: Path
) -> Callable[[Answers], Project]:
    """Return a function that renders a project for all tests: they must not change it."""
    cache: dict[str, Project] = {}

    def rendered_once(answers: Answers) -> Project:
        key = repr(sorted(answers.items()))
        if key not in cache:
            cache[key] = render_into(memory / f"rendered-{len(cache)}", answers)
        return cache[key]

    return rendered_once


@pytest.fixture
def render(rendered_once: Callable[[Answers], Project], tmp_path: Path) -> Render:
    """Return a function that renders a project for one test, with a commit, and clean."""

    def render(name: str = "project", **answers: object) -> Project:
        original = rendered_once(answers)
        path = tmp_path / name
        shutil.copytree(original.path, path, symlinks=True)
        return Project(path, answers)

    return render


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a real PostgreSQL server for the tests that need one."""
    with postgresql_server() as server:
        yield server


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give `project` each combination on the oldest and newest Python, and each option on one."""
    if "project" not in metafunc.fixturenames:
        return
    found = projects.pythons()
    each = [
        *((answers, python) for answers in COMBINATIONS for python in (found[0], found[-1])),
        *((answers, found[-1]) for answers in OPTIONS),
    ]
    if number := os.environ.get("PROJECTS"):
        # To measure how the time grows: see benchmarks/suite.py.
        each = [(answers, python) for python in found for answers in [*COMBINATIONS, *OPTIONS]]
        if len(each) < int(number):
            raise pytest.UsageError(f"PROJECTS asks for {number}; there are {len(each)}.")
        each = each[: int(number)]
    only = metafunc.definition.get_closest_marker("only")
    wanted = dict(only.kwargs if only else {})
    if wanted.pop("newest_python", False):
        each = [one for one in each if one[1] == found[-1]]
    metafunc.parametrize(
        "project",
        [
            pytest.param(one, id=(name := name_of(*one)), marks=pytest.mark.xdist_group(name))
            for one in each
            if all(one[0].get(name) == value for name, value in wanted.items())
        ],
        indirect=True,
        scope="session",
    )


def name_of(answers: Answers, python: str) -> str:
    """Return `django-pytest-anyio-postgresql-py3.13` or the like."""
    values = ["+".join(value) if isinstance(value, list) else value for value in answers.values()]
    return "-".join([*values, f"py{python}"])


@pytest.fixture(scope="session")
def project(
    request: pytest.FixtureRequest,
    render_into: Callable[[Path, Answers], Project],
    tmp_path_factory: pytest.TempPathFactory,
) -> Project:
    """Render and install a project, for all tests of this combination and interpreter."""
    answers, python = request.param
    path = render_into(tmp_path_factory.mktemp("project") / "my-project", answers).path
    env: dict[str, str] = {}
    if answers.get("database") == "postgresql":
        server: Server = request.getfixturevalue("postgresql")
        env["DATABASE_URL"] = server.new_database()
    project = Project(path, answers, python, tuple(env.items()))
    project.run("uv sync")
    return project


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests in a browser where there is none: the header and the summary say so."""
    if browser.executable():
        return
    in_browser = [item for item in items if "chromium" in getattr(item, "fixturenames", ())]
    items[:] = [item for item in items if item not in in_browser]
    config.hook.pytest_deselected(items=in_browser)


def pytest_report_header() -> list[str]:
    """Name the interpreters and the browser that are there, and those that are not."""
    found = projects.pythons()
    absent = [version for version in projects.SUPPORTED_PYTHONS if version not in found]
    lines = [f"Python: {', '.join(found)} found; {', '.join(absent) or 'none'} absent"]
    if existing.OLD not in projects.installed():
        lines.append(f"Python {existing.OLD}: absent; that the guard steps aside is not tried")
    lines.append(f"Chromium: {browser.executable() or 'absent'}")
    if os.environ.get("REQUIRE_CHROMIUM") and not browser.executable():
        raise pytest.UsageError("REQUIRE_CHROMIUM asks for a Chromium: install it.")
    required = os.environ.get("REQUIRE_PYTHONS", "").split()
    if missing := [version for version in required if version not in found]:
        raise pytest.UsageError(f"REQUIRE_PYTHONS asks for {', '.join(missing)}: install it.")
    return lines


def pytest_terminal_summary(terminalreporter: Any) -> None:  # noqa: ANN401 (pytest does not export the type)
    """Tell how many projects were tested, and how many tests of theirs were run."""
    properties = [
        each
        for report in terminalreporter.stats.get("passed", [])
        for each in report.user_properties
    ]
    for name, value in properties:
        if name == "summary":
            terminalreporter.write_line(value)
    if not browser.executable():
        terminalreporter.write_line("not tried, for Chromium is absent: the site in a browser")
    counts = {name: int(value) for name, value in properties if name.startswith("tests in ")}
    if counts:
        found = projects.pythons()
        absent = [version for version in projects.SUPPORTED_PYTHONS if version not in found]
        terminalreporter.write_line(
            f"{len(counts)} projects on Python {found[0]} and {found[-1]}: "
            f"{sum(counts.values())} tests run in them"
            + (f"; not tried, for they are absent: Python {', '.join(absent)}" if absent else "")
        )
    outcomes = {
        outcome: sum(
            value
            for report in terminalreporter.stats.get("passed", [])
            for name, value in report.user_properties
            if name == f"answers {outcome}"
        )
        for outcome in ("kept", "refused")
    }
    if total := sum(outcomes.values()):
        terminalreporter.write_line(
            f"{total} random sets of answers: {outcomes['kept']} kept in every file, "
            f"{outcomes['refused']} refused"
        )
    fleet = [
        [value for name, value in report.user_properties if name == "fleet"]
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if report.when == "call" and "test_project_of_the_fleet" in report.nodeid
    ]
    if fleet:
        count = Counter({"kept": 0, "merged": 0, "conflict": 0, "named": 0, "LOST": 0})
        for each in itertools.chain(*fleet):
            count.update(each)
        # Each project is updated, and then moved.
        crashed = sum(len(each) < 2 and not any("LOST" in one for one in each) for each in fleet)
        terminalreporter.write_line(
            f"{len(fleet)} projects of the fleet, files with a developer's work in them: "
            f"{count['kept']} kept, {count['merged']} merged, {count['conflict']} in conflict, "
            f"{count['named']} named, {count['LOST']} lost; {crashed} projects crashed"
        )
