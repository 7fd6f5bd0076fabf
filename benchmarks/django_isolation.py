"""Measure what an async Django test costs under pytest, and what the isolation adds.

    .venv/bin/python -m benchmarks.django_isolation --runs 5 --output results.json

Renders a Django project for each pytest stack, installs it, and runs generated tests in it: on
SQLite in memory and on a PostgreSQL server that it starts. Each kind of test is timed by itself,
from the first test of a run to the last, so that starting Python and creating the database do not
count. The kinds take turns, run by run. Prints a table in Markdown, and writes all figures as JSON.
"""

import argparse
import json
import platform
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

import copier

from tests import projects
from tests.postgresql import postgresql_server
from tests.projects import Project

PLUGINS = ("anyio", "asyncio")
HEAD = """
import asyncio, atexit, json, os, time
import pytest
from django.contrib.auth.models import User
from django.test import TestCase

times = []

def report():
    seconds = (times[-1] - times[0]) / (len(times) - 1)
    with open(os.environ["BENCHMARK_OUTPUT"], "w") as output:
        json.dump(1000 * seconds, output)

atexit.register(report)
each = pytest.mark.parametrize("number", range({count}))
"""
SYNC = """
    times.append(time.perf_counter())
    User.objects.create(username="ada")
    assert User.objects.count() == 1
"""
ASYNC = """
    times.append(time.perf_counter())
    await User.objects.acreate(username="ada")
    assert await User.objects.acount() == 1
"""
METHODS = """
class Tests(TestCase):
    pass

{prefix}def test(self):{body}

for number in range({count}):
    setattr(Tests, f"test_{{number}}", test)
"""
NOTHING = "\n    times.append(time.perf_counter())\n"
# The name of each kind: its tests, how many per run, whether pytest runs them, with the isolation.
KINDS: dict[str, tuple[str, int, bool, bool]] = {
    "sync, `db`": (f"@each\ndef test(db, number):{SYNC}", 500, True, True),
    "async, `db`": (f"@each\nasync def test(db, number):{ASYNC}", 500, True, True),
    "async, `transaction=True`": (
        f"@pytest.mark.django_db(transaction=True)\n@each\nasync def test(number):{ASYNC}",
        100,
        True,
        True,
    ),
    "sync, Django's `TestCase` and runner": (
        METHODS.format(prefix="", body=SYNC.replace("\n    ", "\n        "), count=500),
        500,
        False,
        True,
    ),
    "async, Django's `TestCase` and runner": (
        METHODS.format(prefix="async ", body=ASYNC.replace("\n    ", "\n        "), count=500),
        500,
        False,
        True,
    ),
    "sync, no database": (f"@each\ndef test(number):{NOTHING}", 500, True, True),
    "sync, no database, no isolation": (f"@each\ndef test(number):{NOTHING}", 500, True, False),
    "async, no database": (f"@each\nasync def test(number):{NOTHING}", 500, True, True),
    "async, no database, no isolation": (
        f"@each\nasync def test(number):{NOTHING}",
        500,
        True,
        False,
    ),
}


def render(path: Path, plugin: str, python: str) -> Project:
    """Render and install a project, with the driver of PostgreSQL whichever database it uses."""
    answers = {"framework": "django", "test_stack": f"pytest-{plugin}", "database": "postgresql"}
    template = projects.clone_of_working_tree(path.with_name(f"{path.name}-template"))
    copier.run_copy(str(template), path, data=answers, defaults=True, quiet=True)
    project = Project(path, answers, python)
    project.run("uv sync")
    return project


def write(project: Project) -> None:
    """Write one test file for each kind of test, and a conftest.py without the isolation."""
    for number, (tests, count, _, isolated) in enumerate(KINDS.values()):
        folder = project.path / ("tests" if isolated else "bare")
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
        text = HEAD.format(count=count) + tests
        (folder / f"benchmark_{number}.py").write_text(text, encoding="utf-8")
    conftest = (project.path / "tests" / "conftest.py").read_text(encoding="utf-8")
    line = '"tests.async_database", '
    assert line in conftest
    (project.path / "bare" / "conftest.py").write_text(conftest.replace(line, ""), encoding="utf-8")


def measure(project: Project, number: int, database: str) -> float:
    """Return the milliseconds for each test of a kind, in one run."""
    _, _, with_pytest, isolated = list(KINDS.values())[number]
    folder = "tests" if isolated else "bare"
    output = project.path / "benchmark.json"
    project.run(
        f"uv run pytest -q {folder}/benchmark_{number}.py"
        if with_pytest
        else f"uv run python manage.py test {folder}.benchmark_{number}",
        env={"BENCHMARK_OUTPUT": str(output), "DATABASE_URL": database},
    )
    milliseconds: float = json.loads(output.read_text(encoding="utf-8"))
    return milliseconds


def versions(project: Project) -> dict[str, str]:
    """Return the versions of what is measured."""
    listed = json.loads(project.run("uv pip list --format=json").stdout)
    names = ("anyio", "asgiref", "django", "psycopg", "pytest", "pytest-asyncio", "pytest-django")
    return {
        "python": project.run("uv run python -VV").stdout.split()[1],
        **{one["name"]: one["version"] for one in listed if one["name"] in names},
    }


def machine() -> str:
    """Return the processor, the number of cores that there are, and the system."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    models = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    name = models[0] if models else platform.processor()
    return f"{name}, {len(models) or '?'} cores, {platform.system()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="of each kind of test (default: 5)")
    parser.add_argument("--output", type=Path, default=Path("django_isolation.json"))
    parser.add_argument("--plugin", choices=PLUGINS, action="append", help="default: both")
    parser.add_argument("--python", default=projects.pythons()[-1], help="default: the newest")
    options = parser.parse_args()

    results: dict[str, Any] = {"machine": machine(), "versions": {}, "milliseconds": {}}
    with tempfile.TemporaryDirectory() as folder, postgresql_server() as server:
        databases = {"SQLite": "sqlite:///db.sqlite3", "PostgreSQL": server.new_database()}
        for plugin in options.plugin or PLUGINS:
            project = render(Path(folder) / plugin, plugin, options.python)
            write(project)
            results["versions"][plugin] = versions(project)
            figures: dict[str, dict[str, list[float]]] = {
                database: {kind: [] for kind in KINDS} for database in databases
            }
            for run in range(options.runs):
                print(f"{plugin}: run {run + 1}", file=sys.stderr)
                for database, url in databases.items():
                    for number, kind in enumerate(KINDS):
                        figures[database][kind].append(measure(project, number, url))
            results["milliseconds"][plugin] = figures
    options.output.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print(table(results))


def table(results: dict[str, Any]) -> str:
    """Return the medians, each with the smallest and largest figure, as Markdown."""
    columns = [
        (plugin, database)
        for plugin, figures in results["milliseconds"].items()
        for database in figures
    ]
    lines = [
        f"{results['machine']}",
        *(
            f"{plugin}: " + ", ".join(f"{name} {version}" for name, version in found.items())
            for plugin, found in results["versions"].items()
        ),
        "",
        "| ms per test | " + " | ".join(f"{one}, {other}" for one, other in columns) + " |",
        "|---" * (len(columns) + 1) + "|",
    ]
    for kind in KINDS:
        cells = []
        for plugin, database in columns:
            values = results["milliseconds"][plugin][database][kind]
            median = statistics.median(values)
            cells.append(f"{median:.2f} ({min(values):.2f} to {max(values):.2f})")
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
