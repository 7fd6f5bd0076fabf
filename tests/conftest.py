"""Fixtures: the template as it is now, and projects rendered from it."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.helpers import browser, existing, projects, sampling
from tests.helpers.postgresql import Server, postgresql_server
from tests.helpers.projects import COMBINATIONS, OPTIONS, Answers, Project, Render, name_of

# Copier, by way of plumbum, takes a copy of the environment when it is imported.
for name in [name for name in os.environ if name.startswith("GIT_")]:
    del os.environ[name]
os.environ |= projects.environment()

# Its tests are for rendered projects: see test_django_isolation.py.
collect_ignore = ["battery", "honest", "stacks", "traps"]


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


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--thorough",
        action="store_true",
        help="try everything, and accept no missing Python or browser: takes an hour",
    )


def pytest_configure(config: pytest.Config) -> None:
    sampling.thorough = config.getoption("thorough")


def pytest_xdist_auto_num_workers() -> int:
    """Return one worker more than there are cores: many tests wait for what they have started."""
    return (os.cpu_count() or 1) + 1


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give `project` each combination and some options, or all of them on other Pythons too."""
    if "project" not in metafunc.fixturenames:
        return
    found = projects.pythons()
    of_all = metafunc.definition.get_closest_marker("each_project")
    options = OPTIONS if of_all else sampling.sample(OPTIONS, 2)
    each = [(answers, found[-1]) for answers in [*COMBINATIONS, *options]]
    if of_all:
        older = found[:-1] if sampling.thorough else found[:-1][:1]
        each += [(answers, python) for python in older for answers in COMBINATIONS]
    only = metafunc.definition.get_closest_marker("only")
    wanted = dict(only.kwargs if only else {})
    metafunc.parametrize(
        "project",
        [
            pytest.param(one, id=name_of(*one))
            for one in each
            if all(one[0].get(name) == value for name, value in wanted.items())
        ],
        indirect=True,
        scope="session",
    )


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


@pytest.fixture
def old_python() -> str:
    """Return a version of Python that a project may have, and the guard may not."""
    return existing.OLD


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this machine does not have."""
    # The header and the summary name it.
    needs = {"chromium": browser.executable(), "old_python": existing.OLD in projects.installed()}
    lacking = {name for name, there in needs.items() if not there}
    left_out = [item for item in items if lacking & {*getattr(item, "fixturenames", ())}]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def absent() -> list[str]:
    """Return what this machine does not have, and what is not tested without it."""
    found = projects.pythons()
    missing = [version for version in projects.SUPPORTED_PYTHONS if version not in found]
    lines = [f"Python {', '.join(missing)}: only {', '.join(found)} tried"] if missing else []
    if existing.OLD not in projects.installed():
        lines.append(f"Python {existing.OLD}: that the guard steps aside is not tried")
    return lines if browser.executable() else [*lines, "Chromium: the site is not tried"]


def pytest_report_header() -> list[str]:
    """Say what is absent; a thorough run needs all of it."""
    if sampling.thorough and absent():
        raise pytest.UsageError("\n".join(["A thorough run needs all of these:", *absent()]))
    return [f"absent: {each}" for each in absent()]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for each in absent():
        terminalreporter.write_line(f"absent: {each}")
