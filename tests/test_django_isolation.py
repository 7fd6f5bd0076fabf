"""Async database tests under pytest are as isolated as under Django: a battery, and mutations."""

import re
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import projects
from tests.postgresql import Server
from tests.projects import Answers, Project, count_tests, run

BATTERY = Path(__file__).parent / "django_battery"
CASES = 121
PLUGINS = ("anyio", "asyncio")
DATABASES = ("memory", "file", "postgresql")


@dataclass(frozen=True)
class Environment:
    """Both projects, and one environment for them, with more than they ask for."""

    python: Path
    projects: Mapping[str, Path]

    def pytest(
        self, plugin: str, arguments: str, *, env: Mapping[str, str], check: bool = True
    ) -> str:
        """Run a project's tests, with the warnings of the interpreter's end; return the output."""
        return run(
            f"{self.python} -W default::ResourceWarning -m pytest -p no:cacheprovider {arguments}",
            cwd=self.projects[plugin],
            env={"BATTERY_PLUGIN": plugin, **env},
            check=check,
        ).stdout


@pytest.fixture(scope="session")
def environments(
    render_into: Callable[[Path, Answers], Project], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Environment]:
    """Return a function that makes the environment for a version of Python."""
    made: dict[str, Environment] = {}

    def environment(version: str) -> Environment:
        if version not in made:
            folder = tmp_path_factory.mktemp("isolation")
            paths = {
                plugin: render_into(
                    folder / plugin,
                    {
                        "framework": "django",
                        "test_stack": f"pytest-{plugin}",
                        "database": "postgresql",
                    },
                ).path
                for plugin in PLUGINS
            }
            for path in paths.values():
                shutil.copytree(BATTERY, path / "tests" / "battery")
                (path / "tests" / "battery" / "__init__.py").touch()
            sources = " ".join(
                f"--requirements {path}/pyproject.toml --group {path}/pyproject.toml:dev"
                for path in paths.values()
            )
            run(f"uv venv --python {version} {folder / 'venv'}")
            scripts = "Scripts" if sys.platform == "win32" else "bin"
            python = folder / "venv" / scripts / "python"
            run(f"uv pip install --python {python} {sources} pytest-xdist trio")
            made[version] = Environment(python, paths)
        return made[version]

    return environment


def database_environment(database: str, request: pytest.FixtureRequest) -> dict[str, str]:
    """Return the environment variables that select a database."""
    if database == "postgresql":
        server: Server = request.getfixturevalue("postgresql")
        return {"DATABASE_URL": server.new_database()}
    return {
        "DATABASE_URL": "sqlite:///db.sqlite3",
        "BATTERY_FILE": "1" if database == "file" else "",
    }


# The order, and the arguments: on the newest Python each, on the oldest at random.
NEWEST = (
    ("", "--reuse-db --create-db"),
    ("reversed", "--reuse-db"),
    ("seed 1", "--numprocesses=2"),
)
OLDEST = (("seed 2", ""),)
RUNS = [
    pytest.param(
        python, plugin, database, runs, marks=pytest.mark.xdist_group(f"{python} {plugin}")
    )
    for python, runs in ((projects.pythons()[-1], NEWEST), (projects.pythons()[0], OLDEST))
    for plugin in PLUGINS
    for database in DATABASES
]


@pytest.mark.parametrize(("python", "plugin", "database", "runs"), RUNS)
def test_async_database_tests_are_isolated_in_any_order(
    python: str,
    plugin: str,
    database: str,
    runs: tuple[tuple[str, str], ...],
    environments: Callable[[str], Environment],
    request: pytest.FixtureRequest,
) -> None:
    env = database_environment(database, request)
    for order, arguments in runs:
        output = environments(python).pytest(
            plugin,
            f"--ds=tests.battery.settings tests/battery {arguments}",
            env=env | {"BATTERY_ORDER": order},
        )
        assert count_tests(output) == CASES
        assert "ResourceWarning" not in output
        assert "accessed by other users" not in output


newest = pytest.mark.parametrize(
    "python", [pytest.param(version := projects.pythons()[-1])], ids=[version]
)


@newest
@pytest.mark.parametrize("database", DATABASES)
@pytest.mark.parametrize(
    "plugin",
    [
        pytest.param(plugin, marks=pytest.mark.xdist_group(f"{projects.pythons()[-1]} {plugin}"))
        for plugin in PLUGINS
    ],
)
def test_sample_tests_are_red_without_the_isolation(
    python: str,
    plugin: str,
    database: str,
    environments: Callable[[str], Environment],
    request: pytest.FixtureRequest,
) -> None:
    environment = environments(python)
    env = database_environment(database, request)
    settings = "--ds=tests.battery.settings --ignore=tests/battery"
    assert count_tests(environment.pytest(plugin, settings, env=env)) >= 30
    conftest = environment.projects[plugin] / "tests" / "conftest.py"
    original = conftest.read_text(encoding="utf-8")
    conftest.write_text(without_isolation(original), encoding="utf-8")
    try:
        output = environment.pytest(plugin, f"{settings} --tb=no -rfE", env=env, check=False)
    finally:
        conftest.write_text(original, encoding="utf-8")
    for name in ("test_models.py::TestNote::test_rows_are_rolled_back ", "test_views.py::"):
        assert re.search(rf"^(FAILED|ERROR) tests/{name}", output, re.MULTILINE), output


def without_isolation(conftest: str) -> str:
    line = '"tests.async_database", '
    assert line in conftest
    return conftest.replace(line, "")


# What the file relies on, taken away as a later version might: the start of the error, and of it.
CHANGES = {
    "from asgiref.sync import SyncToAsync as owner; del owner.single_thread_executor": (
        "'SyncToAsync' has no attribute 'single_thread_executor'"
    ),
    "import pool": "asgiref runs async queries on another thread",
    (
        "from django.db.backends.base.base import BaseDatabaseWrapper as owner;"
        " del owner.inc_thread_sharing"
    ): "'BaseDatabaseWrapper' has no attribute 'inc_thread_sharing'",
    "import no_teardown": "'TransactionTestCase' has no attribute '_post_teardown'",
    "from pytest_django import fixtures; del fixtures.django_db_setup": (
        "pytest-django has no django_db_setup any more"
    ),
}
HELPERS = {
    "pool.py": """
import asyncio
from concurrent.futures import ThreadPoolExecutor
from asgiref.sync import SyncToAsync

pool = ThreadPoolExecutor(1)

async def call(self, *args):
    return await asyncio.get_running_loop().run_in_executor(pool, self.func, *args)

SyncToAsync.__call__ = call
""",
    "no_teardown.py": """
from django.test import SimpleTestCase, TransactionTestCase

del SimpleTestCase._post_teardown, TransactionTestCase._post_teardown
""",
}


@newest
@pytest.mark.xdist_group(f"{projects.pythons()[-1]} asyncio")
def test_version_that_no_longer_fits_is_an_error_at_the_start(
    python: str, environments: Callable[[str], Environment], tmp_path: Path
) -> None:
    for name, text in HELPERS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for change, error in CHANGES.items():
        (tmp_path / "later_version.py").write_text(f"{change}\n", encoding="utf-8")
        output = environments(python).pytest(
            "asyncio",
            "-p later_version tests/test_models.py",
            env={"PYTHONPATH": str(tmp_path), "DATABASE_URL": "sqlite:///db.sqlite3"},
            check=False,
        )
        assert error in output
        assert "tests/async_database.py" in output
        assert "passed" not in output


@newest
@pytest.mark.xdist_group(f"{projects.pythons()[-1]} anyio")
def test_trio_is_refused(python: str, environments: Callable[[str], Environment]) -> None:
    environment = environments(python)
    tests = environment.projects["anyio"] / "tests"
    conftest = tests / "conftest.py"
    original = conftest.read_text(encoding="utf-8")
    assert 'return "asyncio"' in original
    module = tests / "test_trio.py"
    module.write_text(
        "import pytest\n\n"
        "async def test_without_a_query() -> None:\n    pass\n\n"
        "@pytest.mark.parametrize('anyio_backend', ['trio'])\n"
        "async def test_with_a_parameter() -> None:\n    pass\n",
        encoding="utf-8",
    )
    conftest.write_text(original.replace('return "asyncio"', 'return "trio"'), encoding="utf-8")
    try:
        output = environment.pytest(
            "anyio", f"tests/{module.name}", env={"DATABASE_URL": "sqlite:///a"}, check=False
        )
    finally:
        module.unlink()
        conftest.write_text(original, encoding="utf-8")
    refused = "Django's async code works on asyncio, not on trio."
    assert len(re.findall(f"^E +AssertionError: {refused}$", output, re.MULTILINE)) == 2
    # The hook of the isolation does not stand in the way of what failed.
    assert "tests/async_database.py" not in output
    assert "2 failed" in output
    assert "passed" not in output
