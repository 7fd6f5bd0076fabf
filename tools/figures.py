"""Write docs/how-fast.md, and the table in docs/django-under-pytest.md, from the results."""

import re
import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyperf

from benchmarks.django_tests import KINDS, PLUGINS
from benchmarks.first_test import name_of
from benchmarks.per_test import BARE, COUNT, RENDERED, UNGUARDED
from tests.helpers.projects import COMBINATIONS, ROOT

RESULTS = ROOT / "benchmarks" / "results.json"
PAGE = ROOT / "docs" / "how-fast.md"
DJANGO_PAGE = ROOT / "docs" / "django-under-pytest.md"
MARKS = ("<!-- written by python -m benchmarks -->\n", "<!-- end -->\n")
HEAD = """\
# How fast, against what

Written by the command that measures, from `benchmarks/results.json`, which is a file of
[pyperf](https://pyperf.readthedocs.io/): `python -m pyperf compare_to` compares two of them.

```sh
python3 -m venv .venv && .venv/bin/python -m pip install --upgrade pip
.venv/bin/pip install --group test
.venv/bin/python -m benchmarks
```

Name one or more of `copy`, `first-test`, `per-test` and `django` to measure these alone; the other
figures stay. `--help` tells more.

What is compared takes turns, one run each, and a ratio is one of two neighbouring runs. Given are
the median, and in brackets the quartiles. CPU time is that of a process and of all that it
started, user and system; it is the better figure on a machine with other work, and ratios are
made of it where no other is named.
"""


class Figures:
    """The figures of one group, each a series with one value a run."""

    def __init__(self, suite: pyperf.BenchmarkSuite, group: str) -> None:
        self.group = group
        self.all = {
            one.get_name().removeprefix(f"{group}: "): one
            for one in suite.get_benchmarks()
            if one.get_name().startswith(f"{group}: ")
        }

    def series(self, name: str, kind: str = "cpu") -> Sequence[float]:
        values: Sequence[float] = self.all[f"{name} ({kind})"].get_values()
        return values

    def conditions(self) -> str:
        """Return on what the group was measured, and by which command."""
        one = next(iter(self.all.values()))
        known = one.get_metadata()
        environment = f"{known['environment']} " if known.get("environment") else ""
        return (
            f"```sh\n{environment}.venv/bin/python -m benchmarks {self.group} "
            f"--runs {one.get_nvalue()}\n```\n\n"
            f"{known['cpu_model_name']}, {known['cpu_count']} cores, {known['platform']}, "
            f"with a load of {known['load']} meanwhile; {known['date'][:10]}.\n"
            f"{known['versions']}.\n"
        )


def plus(*each: Iterable[float]) -> list[float]:
    return [sum(values) for values in zip(*each, strict=True)]


def minus(these: Iterable[float], those: Iterable[float]) -> list[float]:
    return [this - that for this, that in zip(these, those, strict=True)]


def over(these: Iterable[float], those: Iterable[float]) -> list[float]:
    return [this / that for this, that in zip(these, those, strict=True)]


def cell(values: Iterable[float], scale: float = 1, digits: int = 2) -> str:
    """Return the median, and the quartiles in brackets, as so many of a unit are one second."""
    scaled = [scale * value for value in values]
    if len(scaled) == 1:
        return f"{scaled[0]:.{digits}f}"
    low, middle, high = statistics.quantiles(scaled, n=4, method="inclusive")
    return f"{middle:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def reached(values: Iterable[float], limit: float) -> str:
    return "yes" if statistics.median(values) <= limit else "no"


def percent(values: Iterable[float]) -> str:
    return cell([value - 1 for value in values], 100, 0) + " %"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def copying(figures: Figures) -> str:
    rows = []
    for command in ("copy", "update"):
        floor = figures.series(f"{command}: floor")
        for template, text in (
            ("floor", "two files: the floor"),
            ("same files", "the same files, with nothing to ask and no Jinja"),
            ("template", "**this template**"),
        ):
            name = f"{command}: {template}"
            ratio = over(figures.series(name), floor)
            wanted = [] if template == "floor" else [cell(ratio), reached(ratio, 1.15)]
            costs = [cell(figures.series(name, kind)) for kind in ("cpu", "wall")]
            rows.append([f"`copier {command}`, {text}", *costs, *(wanted or ["1", ""])])
    return f"""
## Render and update a project

`copier copy --defaults`, and `copier update --defaults` of a project in which nothing has
changed, as whole processes. The floor is a template of two files, one of them the answers. Copier
itself starts, clones the template, and runs git once for each file that it renders: the second
template has the files of the project as they are. A `TMPDIR` in memory keeps
the disk out of it, which may take longer than Copier.

{figures.conditions()}
{table(["", "CPU, s", "wall, s", "x floor", "at most 1.15?"], rows)}"""


def first_test(figures: Figures) -> str:
    rows = []
    for name in map(name_of, COMBINATIONS):
        steps = [f"{name}: {step}" for step in ("copy", "install", "test")]
        floors = [f"{name}: floor {step}" for step in ("install", "test")]
        totals, least = (
            {kind: plus(*(figures.series(one, kind) for one in each)) for kind in ("cpu", "wall")}
            for each in (steps, floors)
        )
        ratio = over(totals["cpu"], least["cpu"])
        rows.append(
            [
                name,
                *(cell(figures.series(step)) for step in steps),
                *(cell(figures.series(step)) for step in floors),
                cell(totals["wall"]),
                cell(over(totals["wall"], least["wall"])),
                cell(ratio),
                reached(ratio, 1.25),
            ]
        )
    head = ["", "copy", "install", "tests", "floor: install", "one test", "in all, wall, s"]
    return f"""
## Time to the first green test

`copier copy`, `uv sync` and the tests of the new project, with all packages in uv's cache. The
floor installs the same packages into an empty project, and runs one test of that stack which does
nothing. CPU seconds, where no others are named.

{figures.conditions()}
{table([*head, "x floor, wall", "x floor", "at most 1.25?"], rows)}"""


def per_test(figures: Figures) -> str:
    stacks, added = [], []
    floor = minus(figures.series(f"floor, {COUNT}"), figures.series("floor, 0"))
    start = cell(figures.series("floor, 0"), 1e3, 0)
    stacks.append(["one `asyncio.Runner`: the floor", start, cell(floor, 1e6 / COUNT, 0), "1"])
    for name in map(name_of, COMBINATIONS):
        bare = {count: figures.series(f"{name}: {BARE}, {count}") for count in (0, COUNT)}
        all_of_it = {count: figures.series(f"{name}: {RENDERED}, {count}") for count in (0, COUNT)}
        each = minus(bare[COUNT], bare[0])
        stacks.append(
            [name, cell(bare[0], 1e3, 0), cell(each, 1e6 / COUNT, 0), cell(over(each, floor), 1, 0)]
        )
        without = BARE if name.endswith("unittest") else UNGUARDED
        unguarded = {count: figures.series(f"{name}: {without}, {count}") for count in (0, COUNT)}
        ratio = over(all_of_it[COUNT], bare[COUNT])
        start_up = minus(all_of_it[0], unguarded[0])
        added.append(
            [
                name,
                *(cell(costs[COUNT]) for costs in (bare, unguarded, all_of_it)),
                percent(ratio),
                reached(ratio, 1.1),
                percent(over(all_of_it[COUNT], unguarded[COUNT])),
                cell(minus(all_of_it[0], bare[0]), 1e3, 0),
                cell(start_up, 1e3, 0),
                reached(start_up, 0.05),
            ]
        )
    return f"""
## Cost of a test

A run of 1,000 async tests that do nothing but `await asyncio.sleep(0)`, and a run of one sync
test that does nothing, for the start-up. Bare is the plugin as it comes, with the mark that it
wants on each test, or the standard library's or Django's own runner. CPU time.

{figures.conditions()}
{table(["bare stack", "start-up, ms", "a test, µs", "x floor, a test"], stacks)}
What the rendered configuration adds to that, with its guard (see
[never falsely green](never-falsely-green.md)) and without it: by `-p no:tests.guard` under
pytest, by an empty `tests/__init__.py` or Django's own runner elsewhere. There nothing else is
configured, and bare is without the guard. These figures are of the guard before this one, which did
more.

{table(
    [
        "1,000 tests", "bare, s", "without the guard, s", "rendered, s", "added to bare",
        "at most 10 %?", "added by the guard", "start-up: added to bare, ms",
        "by the guard, ms", "at most 50?",
    ],
    added,
)}"""  # fmt: skip


def django_tests(figures: Figures) -> str:
    wanted = []
    for plugin in PLUGINS:
        for database in DATABASES:
            ratio, slower = (
                over(django_series(figures, *one), django_series(figures, *other))
                for one, other in (
                    ((plugin, database, "async, `db`"), (plugin, database, "sync, `db`")),
                    (
                        (plugin, database, "async, `transaction=True`"),
                        (plugin, database, "async, `db`"),
                    ),
                )
            )
            isolation = over(
                django_series(figures, plugin, "SQLite", "async, no database"),
                django_series(figures, plugin, "SQLite", "async, no database, no isolation"),
            )
            shared = [percent(isolation), reached(isolation, 1.05)]
            wanted.append(
                [
                    f"{plugin}, {database}",
                    cell(ratio),
                    reached(ratio, 1.25),
                    cell(slower, 1, 1),
                    *(shared if database == "SQLite" else ["", ""]),
                ]
            )
    head = [
        "", "async by sync, `db`", "at most 1.25?", "`transaction=True` by `db`",
        "isolation, without a database", "at most 5 %?",
    ]  # fmt: skip
    return f"""
## Django's tests

500 tests of one insert and one count, or of nothing, each timed from its start to the next one's,
so that starting Python and creating the database do not count; 100 with `transaction=True`. On
SQLite in memory nothing waits, and figures and ratios are CPU time; on PostgreSQL, which a test
waits for, wall time. The guard is there in all but the last two rows. What the page on [async
tests under pytest](django-under-pytest.md) calls isolation is `tests/async_database.py`: without
it an async test with `db` leaks its rows, so that there is nothing to compare.

What an async test with `db` costs more than a sync one is its event loop, and the way of each query
to asgiref's thread and back: the row of two calls of `sync_to_async` has just that, and nothing
else. An async test of Django's own `TestCase` pays for the same. One loop for all tests of a module
saves a part of it.

{figures.conditions()}
{django_table(figures)}
{table(head, wanted)}"""


DATABASES = {"SQLite": "cpu", "PostgreSQL": "wall"}


def django_series(figures: Figures, plugin: str, database: str, name: str) -> Sequence[float]:
    return figures.series(f"{plugin}, {database}: {name}", DATABASES[database])


def django_table(figures: Figures) -> str:
    """Return what a test of each kind costs, for each plugin and database."""
    columns = [(plugin, database) for plugin in PLUGINS for database in DATABASES]
    rows = [
        [
            name,
            *(
                cell(django_series(figures, *column, name), 1e3)
                if f"{', '.join(column)}: {name} (cpu)" in figures.all
                else ""
                for column in columns
            ),
        ]
        for name in KINDS
    ]
    return table(["ms a test", *(", ".join(column) for column in columns)], rows)


SECTIONS = {
    "copy": copying,
    "first-test": first_test,
    "per-test": per_test,
    "django": django_tests,
}


def files(_template: Path) -> dict[Path, str]:
    """Return the pages that have figures, made of the results."""
    results = pyperf.BenchmarkSuite.load(str(RESULTS))
    groups = {group: Figures(results, group) for group in SECTIONS}
    text = HEAD + "".join(
        section(groups[group]) for group, section in SECTIONS.items() if groups[group].all
    )
    begin, end = MARKS
    section = begin + groups["django"].conditions() + "\n" + django_table(groups["django"]) + end
    old = DJANGO_PAGE.read_text(encoding="utf-8")
    new = re.sub(f"{begin}.*{end}", lambda _: section, old, flags=re.DOTALL)
    return {PAGE: text, DJANGO_PAGE: new}
