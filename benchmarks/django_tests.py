"""What an async Django test costs under pytest, and what the isolation adds to it."""

import json
import shutil
from typing import NamedTuple

from benchmarks.measure import Costs, Rounds, Session, python_of, run
from tests.helpers.postgresql import postgresql_server
from tests.helpers.projects import Project

PLUGINS = ("anyio", "asyncio")
# Each test takes down when it begins. Python's start and the database's creation do not count.
HEAD = """
import asyncio, atexit, json, os, time
import pytest
from asgiref.sync import sync_to_async
from my_project.models import User
from django.test import TestCase

times = []

def begin():
    times.append((time.perf_counter(), time.process_time()))

def report():
    seconds = [(last - first) / (len(times) - 1) for first, last in zip(times[0], times[-1])]
    with open(os.environ["BENCHMARK_OUTPUT"], "w") as output:
        json.dump(seconds, output)

atexit.register(report)
each = pytest.mark.parametrize("number", range(COUNT))
"""
SYNC = """
    begin()
    User.objects.create(username="ada")
    assert User.objects.count() == 1
"""
ASYNC = """
    begin()
    await User.objects.acreate(username="ada")
    assert await User.objects.acount() == 1
"""
NOTHING = """
    begin()
"""
CALLS = """
    begin()
    await sync_to_async(int)()
    await sync_to_async(int)()
"""
ONE_LOOP = """
from importlib.util import find_spec

if find_spec("pytest_asyncio"):
    pytestmark = pytest.mark.asyncio(loop_scope="module")
else:
    @pytest.fixture(scope="module")
    def anyio_backend():
        return "asyncio"

    # As long as an async fixture lives, its loop does.
    @pytest.fixture(scope="module", autouse=True)
    async def loop(anyio_backend):
        yield
"""
CASES = """
class Tests(TestCase):
    pass

{prefix}def test(self):{body}

for number in range(COUNT):
    setattr(Tests, f"test_{{number}}", test)
del test
"""


class Kind(NamedTuple):
    """A kind of test: the text of its file, and where it is run."""

    tests: str
    number: int = 500
    database: bool = True
    isolated: bool = True
    runner: bool = False  # Django's, not pytest


TRANSACTION = "@pytest.mark.django_db(transaction=True)\n"
KINDS = {
    "sync, `db`": Kind(f"@each\ndef test(db, number):{SYNC}"),
    "sync, `db`, no isolation": Kind(f"@each\ndef test(db, number):{SYNC}", isolated=False),
    "async, `db`": Kind(f"@each\nasync def test(db, number):{ASYNC}"),
    "async, `db`, one loop for all": Kind(f"{ONE_LOOP}\n@each\nasync def test(db, number):{ASYNC}"),
    "async, `transaction=True`": Kind(
        f"{TRANSACTION}@each\nasync def test(number):{ASYNC}", number=100
    ),
    "sync, no database": Kind(f"@each\ndef test(number):{NOTHING}", database=False),
    "sync, no database, no isolation": Kind(
        f"@each\ndef test(number):{NOTHING}", database=False, isolated=False
    ),
    "async, no database": Kind(f"@each\nasync def test(number):{NOTHING}", database=False),
    "async, no database, no isolation": Kind(
        f"@each\nasync def test(number):{NOTHING}", database=False, isolated=False
    ),
    "async, two `sync_to_async`": Kind(f"@each\nasync def test(number):{CALLS}", database=False),
    "sync, Django's `TestCase`": Kind(CASES.format(prefix="", body=SYNC), runner=True),
    "async, Django's `TestCase`": Kind(CASES.format(prefix="async ", body=ASYNC), runner=True),
}


def django_tests(session: Session) -> Rounds:
    """Compare kinds of Django's tests, on SQLite in memory and on PostgreSQL, for both plugins.

    The costs are those of one test, in the process that runs it: without the server's.
    """
    projects = {
        (plugin, database): session.project(
            f"{plugin}-{database}",
            {
                "framework": "django",
                "test_stack": f"pytest-{plugin}",
                "database": database.lower(),
            },
        )
        for plugin in PLUGINS
        for database in ("SQLite", "PostgreSQL")
    }
    for project in projects.values():
        write_tests(project)
    with postgresql_server() as server:
        url = server.new_database()
        while True:
            costs = {}
            for (plugin, database), project in projects.items():
                for name, kind in KINDS.items():
                    # What has nothing to do with the database or the plugin is run once.
                    once = (kind.database or database == "SQLite", plugin == "asyncio")
                    if once[0] and (once[1] or not kind.runner):
                        case = f"{plugin}, {database}: {name}"
                        costs[case] = measure(project, name, url)
            yield costs


def file_of(name: str) -> str:
    return f"benchmark_{[*KINDS].index(name)}"


def write_tests(project: Project) -> None:
    """Write a test file for each kind of test."""
    for name, kind in KINDS.items():
        folder = project.path / ("tests" if kind.isolated else "bare")
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
        text = (HEAD + kind.tests).replace("COUNT", str(kind.number))
        (folder / f"{file_of(name)}.py").write_text(text, encoding="utf-8")
    shutil.copy(project.path / "tests" / "conftest.py", project.path / "bare")


def measure(project: Project, name: str, database: str) -> Costs:
    """Run all tests of a kind, and return what each of them costs."""
    output = project.path / "benchmark.json"
    folder = "tests" if KINDS[name].isolated else "bare"
    command = f"-m pytest -q {folder}/{file_of(name)}.py"
    if not KINDS[name].isolated:
        command += " -p no:tests.async_database"
    if KINDS[name].runner:
        runner = "--testrunner=django.test.runner.DiscoverRunner"
        command = f"manage.py test {runner} {folder}.{file_of(name)}"
    env = {"BENCHMARK_OUTPUT": str(output), "DATABASE_URL": database}
    run(f"{python_of(project.path)} {command}", project.path, env)
    return Costs(*json.loads(output.read_text(encoding="utf-8")))
