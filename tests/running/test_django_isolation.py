"""Async database tests under pytest are as isolated as under Django: a battery, and mutations."""

import itertools
import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.helpers import projects, sampling
from tests.helpers.postgresql import Server
from tests.helpers.projects import Answers, Project, count_tests, run
from tests.helpers.sampling import sample

BATTERY = projects.ROOT / "tests" / "battery"
CASES = 121 + 4 * hasattr(os, "fork")
PLUGINS = ("anyio", "asyncio")
DATABASES = ("memory", "file", "postgresql")


@dataclass(frozen=True)
class Environment:
    """Both projects, and one environment for them, with more than they ask for."""

    python: Path
    projects: Mapping[str, Path]

    def pytest(
        self,
        plugin: str,
        arguments: str,
        *,
        env: Mapping[str, str],
        cwd: Path | None = None,
        check: bool = True,
    ) -> str:
        """Run a project's tests, with the warnings of the interpreter's end; return the output."""
        return run(
            f"{self.python} -W default::ResourceWarning -m pytest -p no:cacheprovider {arguments}",
            cwd=cwd or self.projects[plugin],
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


# The order of the tests, and the arguments.
ORDERS = {
    "memory": ("reversed", "--reuse-db"),
    "file": ("", "--reuse-db --create-db"),
    "postgresql": ("seed 1", "--numprocesses=2"),
}
FOUND = projects.pythons()
RUNS = [(FOUND[-1], plugin, *each) for plugin in PLUGINS for each in ORDERS.items()]
RUNS += [(FOUND[0], plugin, "postgresql", ("seed 2", "")) for plugin in PLUGINS]
if sampling.thorough:
    RUNS = list(itertools.product({*FOUND}, PLUGINS, DATABASES, ORDERS.values()))


@pytest.mark.parametrize(("python", "plugin", "database", "run_as"), RUNS)
def test_async_database_tests_are_isolated_in_any_order(
    python: str,
    plugin: str,
    database: str,
    run_as: tuple[str, str],
    environments: Callable[[str], Environment],
    request: pytest.FixtureRequest,
) -> None:
    order, arguments = run_as
    output = environments(python).pytest(
        plugin,
        f"--ds=tests.battery.settings tests/battery {arguments}",
        env=database_environment(database, request) | {"BATTERY_ORDER": order},
    )
    assert count_tests(output) == CASES
    assert "ResourceWarning" not in output
    assert "accessed by other users" not in output


newest = pytest.mark.parametrize("python", FOUND[-1:])


@newest
@pytest.mark.parametrize("database", sample(DATABASES, 2))
@pytest.mark.parametrize("plugin", PLUGINS)
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
    settings += " -p no:tests.async_database --tb=no -rfE"
    output = environment.pytest(plugin, settings, env=env, check=False)
    for name in ("test_models.py::TestNote::test_rows_are_rolled_back ", "test_views.py::"):
        assert re.search(rf"^(FAILED|ERROR) tests/{name}", output, re.MULTILINE), output


LEAKY = """
import pytest
from my_project.models import User

@pytest.mark.django_db
@pytest.mark.parametrize("time", ["once", "again"])
async def test_row_is_rolled_back(time: str) -> None:
    await User.objects.acreate(username="same")
"""


@newest
@pytest.mark.parametrize("plugin", PLUGINS)
def test_each_way_to_start_a_run_has_the_isolation(
    python: str, plugin: str, environments: Callable[[str], Environment], tmp_path: Path
) -> None:
    environment = environments(python)
    project = environment.projects[plugin]
    for path in (project / "polls" / "tests.py", project / "tests" / "test_leaky.py"):
        path.parent.mkdir(exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(LEAKY, encoding="utf-8")
    # AnyIO's plugin runs tests on trio, too, where it is installed and no fixture says otherwise.
    (project / "conftest.py").write_text(
        "import pytest\n\n"
        "@pytest.fixture(scope='session')\ndef anyio_backend() -> str:\n    return 'asyncio'\n",
        encoding="utf-8",
    )
    runs = {
        "polls": 2,
        "polls/tests.py tests/test_leaky.py": 4,
        "polls tests/test_leaky.py --numprocesses=2": 4,
        "polls/tests.py::test_row_is_rolled_back": 2,
        f"--rootdir={tmp_path} polls": 2,
        "-p no:cacheprovider polls": 2,
    }
    env = {"DATABASE_URL": "sqlite:///db.sqlite3"}
    try:
        for arguments, count in runs.items():
            assert count_tests(environment.pytest(plugin, arguments, env=env)) == count
        for folder, argument in ((tmp_path, project / "polls"), (project / "polls", ".")):
            output = environment.pytest(plugin, str(argument), env=env, cwd=folder)
            assert count_tests(output) == 2
        off = "-p no:tests.async_database polls"
        output = environment.pytest(plugin, off, env=env, check=False)
        assert "UNIQUE constraint failed" in output
    finally:
        shutil.rmtree(project / "polls")
        (project / "tests" / "test_leaky.py").unlink()
        (project / "conftest.py").unlink()


STUCK = """
import asyncio
import pytest
import pytest_asyncio
from asgiref.sync import async_to_sync, sync_to_async
from my_project.models import User

pytestmark = pytest.mark.django_db(databases=["default", "other"])
kept = []
wide = pytest.mark.asyncio(loop_scope="module")

@FIXTURE
async def loop_of_module():
    return asyncio.get_running_loop()

@wide
async def test_that_leaves_a_task(loop_of_module):
    await User.objects.acreate(username="same")
    never = sync_to_async(async_to_sync(asyncio.Event().wait))
    kept.append(asyncio.create_task(never()))
    await asyncio.sleep(0.2)

@pytest.mark.django_db(databases=["default"])
async def test_after_it_on_another_loop():
    await User.objects.acreate(username="same")

def test_after_it():
    User.objects.create(username="same")

@wide
async def test_that_cleans_up(loop_of_module):
    kept[0].cancel()
    with pytest.raises(asyncio.CancelledError):
        await kept[0]
    await User.objects.using("other").acreate(username="same")

@wide
async def test_that_cancels_its_task(loop_of_module):
    await User.objects.acreate(username="same")
    never = sync_to_async(async_to_sync(asyncio.Event().wait))
    task = asyncio.create_task(never())
    await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
"""
FIXTURES = {
    "anyio": "pytest.fixture(scope='module')",
    "asyncio": "pytest_asyncio.fixture(scope='module', loop_scope='module')",
}


@newest
@pytest.mark.parametrize("database", sample(["postgresql", "memory"], 2))
@pytest.mark.parametrize("plugin", PLUGINS)
def test_sync_code_waiting_for_a_stopped_loop_is_an_error(
    python: str,
    plugin: str,
    database: str,
    environments: Callable[[str], Environment],
    request: pytest.FixtureRequest,
) -> None:
    environment = environments(python)
    module = environment.projects[plugin] / "tests" / "battery" / "test_stuck.py"
    module.write_text(STUCK.replace("FIXTURE", FIXTURES[plugin]), encoding="utf-8")
    try:
        output = environment.pytest(
            plugin,
            f"--ds=tests.battery.settings -p no:tests.guard tests/battery/{module.name}",
            env=database_environment(database, request),
            check=False,
        )
    finally:
        module.unlink()
    assert "cancel the task that called it" in output
    assert "ERROR at teardown of test_that_leaves_a_task" in output
    assert re.search("^=+ 5 passed, 1 error in ", output, re.MULTILINE), output


# What the file relies on, taken away as a later version might: the start of the error, and of it.
CHANGES = {
    "from asgiref.sync import SyncToAsync as owner; del owner.single_thread_executor": (
        "'SyncToAsync' has no attribute 'single_thread_executor'"
    ),
    "import pool": "asgiref has another thread",
    (
        "from django.db.backends.base.base import BaseDatabaseWrapper as owner;"
        " del owner.inc_thread_sharing"
    ): "object has no attribute 'inc_thread_sharing'",
    "import no_teardown": "'TransactionTestCase' has no attribute '_post_teardown'",
    "from pytest_django import fixtures; del fixtures.django_db_setup": (
        "'pytest_django.fixtures' has no attribute 'django_db_setup'"
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
@pytest.mark.parametrize("plugin", ["asyncio"])
def test_version_that_no_longer_fits_is_an_error_at_the_start(
    python: str, plugin: str, environments: Callable[[str], Environment], tmp_path: Path
) -> None:
    for name, text in HELPERS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    pyproject = environments(python).projects[plugin] / "pyproject.toml"
    original = pyproject.read_text(encoding="utf-8")
    loaded = '"-p", "tests.async_database"'
    assert loaded in original
    changed = original.replace(loaded, f'"-p", "later_version", {loaded}')
    for change, error in CHANGES.items():
        (tmp_path / "later_version.py").write_text(f"{change}\n", encoding="utf-8")
        pyproject.write_text(changed, encoding="utf-8")
        try:
            output = environments(python).pytest(
                plugin,
                "tests/test_models.py",
                env={"PYTHONPATH": str(tmp_path), "DATABASE_URL": "sqlite:///db.sqlite3"},
                check=False,
            )
        finally:
            pyproject.write_text(original, encoding="utf-8")
        assert error in output
        assert "tests/async_database.py" in output
        # All stops, or the first test with a database does.
        assert ("passed" in output) == ("inc_thread_sharing" in error)


@newest
@pytest.mark.parametrize("plugin", ["anyio"])
def test_trio_is_refused(
    python: str, plugin: str, environments: Callable[[str], Environment]
) -> None:
    environment = environments(python)
    tests = environment.projects[plugin] / "tests"
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
            plugin, f"tests/{module.name}", env={"DATABASE_URL": "sqlite:///a"}, check=False
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
