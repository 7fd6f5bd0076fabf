"""Write docs/how-fast.md, and the costs in docs/django-under-pytest.md, from the results."""

import re
import statistics
import textwrap
from collections.abc import Iterable, Mapping, Sequence
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

# On SQLite in memory nothing waits; for PostgreSQL a test waits.
DATABASES = {"SQLite": "cpu", "PostgreSQL": "wall"}
NAMES = [name_of(answers) for answers in COMBINATIONS]


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
        """Return the command that measured the group, and on what."""
        one = next(iter(self.all.values()))
        known = one.get_metadata()
        environment = f"{known['environment']} " if known.get("environment") else ""
        return (
            f"- `{environment}.venv/bin/python -m benchmarks {self.group} "
            f"--runs {one.get_nvalue()}`: {known['date'][:10]}, with a load of {known['load']}; "
            f"{known['cpu_model_name']}, {known['cpu_count']} cores, {known['platform']}; "
            f"{known['versions']}."
        )


Groups = Mapping[str, Figures]


def plus(*each: Iterable[float]) -> list[float]:
    return [sum(values) for values in zip(*each, strict=True)]


def minus(these: Iterable[float], those: Iterable[float]) -> list[float]:
    return [this - that for this, that in zip(these, those, strict=True)]


def over(these: Iterable[float], those: Iterable[float]) -> list[float]:
    return [this / that for this, that in zip(these, those, strict=True)]


def added(these: Iterable[float], those: Iterable[float]) -> list[float]:
    """Return by how many percent these are more than those."""
    return [100 * (ratio - 1) for ratio in over(these, those)]


def cell(values: Iterable[float], scale: float = 1, digits: int = 2) -> str:
    """Return the median, and the quartiles in brackets, as so many of a unit are one second."""
    scaled = [scale * value for value in values]
    if len(scaled) == 1:
        return f"{scaled[0]:.{digits}f}"
    low, middle, high = statistics.quantiles(scaled, n=4, method="inclusive")
    return f"{middle:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def span(each: Iterable[Iterable[float]], scale: float = 1, digits: int = 0) -> str:
    """Return the smallest and the largest of the medians, as text: `0.5 to 1.2`, or `0.5`."""
    medians = [scale * statistics.median(values) for values in each]
    ends = (f"{end:.{digits}f}" for end in (min(medians), max(medians)))
    return " to ".join(dict.fromkeys(ends))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def filled(text: str) -> str:
    """Return a paragraph in lines, or an item of a list."""
    indent = "  " if text.startswith("- ") else ""
    return textwrap.fill(text, 108, subsequent_indent=indent, break_on_hyphens=False) + "\n"


def copied(figures: Figures, template: str, command: str) -> Sequence[float]:
    return figures.series(f"{command}: {template}")


def in_all(figures: Figures, name: str, *, floor: bool = False) -> list[float]:
    """Return the seconds from `copier copy` to a green test, or without the template's files."""
    steps = ("floor install", "floor test") if floor else ("copy", "install", "test")
    return plus(*(figures.series(f"{name}: {step}", "wall") for step in steps))


def each_test(figures: Figures, name: str, kind: str = BARE) -> list[float]:
    """Return the seconds of one of 1,000 tests, without the start-up."""
    prefix = "floor" if name == "floor" else f"{name}: {kind}"
    rest = minus(figures.series(f"{prefix}, {COUNT}"), figures.series(f"{prefix}, 0"))
    return [value / COUNT for value in rest]


def thousand(figures: Figures, name: str, kind: str) -> Sequence[float]:
    return figures.series(f"{name}: {kind}, {COUNT}")


def start_up(figures: Figures, name: str, kind: str) -> Sequence[float]:
    return figures.series(f"{name}: {kind}, 0")


def without_guard(name: str) -> str:
    """Return the run that has no guard: elsewhere than under pytest, nothing else is configured."""
    return BARE if name.endswith("unittest") else UNGUARDED


def django(figures: Figures, plugin: str, database: str, name: str) -> Sequence[float]:
    return figures.series(f"{plugin}, {database}: {name}", DATABASES[database])


def of_django(figures: Figures) -> str:
    """Return what a reader should take from the figures of Django's tests."""

    def milliseconds(database: str, name: str) -> str:
        each = [django(figures, plugin, database, name) for plugin in PLUGINS]
        return f"{span(each, 1e3, 1)} ms"

    def times(database: str) -> str:
        slow, fast = "async, `transaction=True`", "async, `db`"
        series = [
            [django(figures, one, database, name) for name in (slow, fast)] for one in PLUGINS
        ]
        return f"{span(over(*each) for each in series)} times"

    return (
        f"An async test with pytest-django's `db` takes {milliseconds('SQLite', 'async, `db`')} on "
        f"SQLite and {milliseconds('PostgreSQL', 'async, `db`')} on PostgreSQL; a sync one takes "
        f"{milliseconds('SQLite', 'sync, `db`')} and {milliseconds('PostgreSQL', 'sync, `db`')}. "
        f"`transaction=True` takes {times('SQLite')} as long on SQLite and {times('PostgreSQL')} "
        "on PostgreSQL: keep it for tests of a real commit."
    )


def summary(groups: Groups) -> str:
    copy, first, per_test = groups["copy"], groups["first-test"], groups["per-test"]
    plain, with_django = (
        [each_test(per_test, name) for name in NAMES if ("django" in name) == of_django]
        for of_django in (False, True)
    )
    totals = [
        [in_all(first, name) for name in NAMES if ("django" in name) == of_django]
        for of_django in (False, True)
    ]
    rendered = [
        added(thousand(per_test, name, RENDERED), thousand(per_test, name, BARE)) for name in NAMES
    ]
    seconds = {
        (template, command): span([copied(copy, template, command)], 1, 1)
        for template in ("template", "floor")
        for command in ("copy", "update")
    }
    points = (
        (
            f"`copier copy` takes {seconds['template', 'copy']} s and `copier update` "
            f"{seconds['template', 'update']} s. Copier alone, with a template of two files, takes "
            f"{seconds['floor', 'copy']} and {seconds['floor', 'update']} s."
        ),
        (
            f"The first green test takes {span(totals[0], 1, 1)} s in a plain project and "
            f"{span(totals[1], 1, 1)} s with Django, with the packages in uv's cache."
        ),
        (
            f"An async test that does nothing costs {span(plain, 1e3, 1)} ms in a plain project "
            f"and {span(with_django, 1e3, 1)} ms with Django. Choose a stack for what it does, not "
            "for its speed."
        ),
        (
            f"The project's configuration, with its guard, adds {span(rendered)} % to a run of "
            "1,000 such tests, and less to tests that do something."
        ),
        of_django(groups["django"]),
    )
    return f"""\
# How fast

This page says what a project from this template costs: to create, to update, and for each test. In
short:

{"".join(filled(f"- {point}") for point in points)}
Figures are medians, with the quartiles in brackets. They are CPU time, user and system, of a
command and all that it starts, unless the table says wall time.
"""


def copying(figures: Figures) -> str:
    templates = {
        "floor": "two files",
        "same files": "the files of a project, without questions or Jinja",
        "template": "**this template**",
    }
    rows = []
    for template, text in templates.items():
        row = [text]
        for command in ("copy", "update"):
            ratio = over(copied(figures, template, command), copied(figures, "floor", command))
            times = "1" if template == "floor" else cell(ratio)
            row += [cell(copied(figures, template, command)), times]
        rows.append(row)
    head = ["template", "copy, s", "x two files", "update, s", "x two files"]
    return f"""
## Create and update a project

`copier copy --defaults`, and `copier update --defaults` of a project in which nothing has changed.
Copier runs git once for each file, so a template with the same files and nothing to decide costs
time too.

{table(head, rows)}"""


def first_test(figures: Figures) -> str:
    rows = [
        [
            name,
            *(cell(figures.series(f"{name}: {step}")) for step in ("copy", "install", "test")),
            cell(in_all(figures, name)),
            cell(in_all(figures, name, floor=True)),
        ]
        for name in NAMES
    ]
    head = ["", "copy, s", "install, s", "tests, s", "in all, wall, s", "at least, wall, s"]
    return f"""
## The first green test

`copier copy`, `uv sync` and the tests of the new project, with all packages in uv's cache. The last
column is the least that is possible: the same packages in an empty project, and one test that does
nothing.

{table(head, rows)}"""


def per_test(figures: Figures) -> str:
    stacks, costs = [], []
    for name in NAMES:
        without = without_guard(name)
        bare, unguarded, rendered = (
            thousand(figures, name, kind) for kind in (BARE, without, RENDERED)
        )
        stacks.append(
            [
                name,
                cell(start_up(figures, name, BARE), 1e3, 0),
                cell(each_test(figures, name), 1e6, 0),
            ]
        )
        costs.append(
            [
                name,
                *(cell(each) for each in (bare, unguarded, rendered)),
                cell(added(rendered, bare), 1, 0),
                cell(added(rendered, unguarded), 1, 0),
                *(
                    cell(
                        minus(start_up(figures, name, RENDERED), start_up(figures, name, kind)),
                        1e3,
                        0,
                    )
                    for kind in (BARE, without)
                ),
            ]
        )
    least = cell(each_test(figures, "floor"), 1e6, 0)
    head = [
        "1,000 tests", "bare, s", "without the guard, s", "a project, s", "adds, %",
        "of it the guard, %", "start-up: adds, ms", "of it the guard, ms",
    ]  # fmt: skip
    return f"""
## An async test

1,000 async tests that do nothing but `await asyncio.sleep(0)`, and one sync test that does nothing,
for the start-up. Bare is the plugin as it comes, with the marker it requires, or the standard
library's or Django's own runner. A coroutine alone, in one `asyncio.Runner`, takes {least} µs: the
rest is the event loop of each test, and the runner.

{table(["bare stack", "start-up, ms", "a test, µs"], stacks)}
A project adds its strict settings and its guard.

{table(head, costs)}"""


def django_tests(figures: Figures) -> str:
    columns = [(plugin, database) for plugin in PLUGINS for database in DATABASES]
    rows = [
        [
            name,
            *(
                cell(django(figures, *column, name), 1e3)
                if f"{', '.join(column)}: {name} (cpu)" in figures.all
                else ""
                for column in columns
            ),
        ]
        for name in KINDS
    ]
    isolation = [
        added(
            django(figures, plugin, "SQLite", "async, no database"),
            django(figures, plugin, "SQLite", "async, no database, no isolation"),
        )
        for plugin in PLUGINS
    ]
    return f"""
## A Django test under pytest

A test of one insert and one count, from its start to that of the next one. SQLite is in memory; the
figures of PostgreSQL are wall time.

{table(["ms a test", *(", ".join(column) for column in columns)], rows)}
An async test with `db` costs more than a sync one because of its event loop and the round trip of
each query to another thread. The row of two `sync_to_async` has only those; Django's own `TestCase`
pays for them too. *Isolation* is `tests/async_database.py`: see [Django under
pytest](django-under-pytest.md). It adds
at most {max(map(statistics.median, isolation)):.0f} % to a test without a database.
"""


SECTIONS = {
    "copy": copying,
    "first-test": first_test,
    "per-test": per_test,
    "django": django_tests,
}


def measured(groups: Groups) -> str:
    each = [filled(figures.conditions()) for figures in groups.values() if figures.all]
    return f"""
## How it was measured

Variants run in turn, and each ratio compares two neighbouring runs. Measure it yourself, in a
clone:

```sh
python3 -m venv .venv && .venv/bin/python -m pip install --upgrade pip
.venv/bin/pip install --group test
.venv/bin/python -m benchmarks
```

`--help` lists the groups. The results are `benchmarks/results.json`, a file of
[pyperf](https://pyperf.readthedocs.io/), and a command writes this page from it.

{"".join(each)}"""


def files(_template: Path) -> dict[Path, str]:
    """Return the pages that have figures, made of the results."""
    results = pyperf.BenchmarkSuite.load(str(RESULTS))
    groups = {group: Figures(results, group) for group in SECTIONS}
    sections = [section(groups[group]) for group, section in SECTIONS.items() if groups[group].all]
    begin, end = MARKS
    costs = f"{begin}{filled(of_django(groups['django']))}{end}"
    old = DJANGO_PAGE.read_text(encoding="utf-8")
    new = re.sub(f"{begin}.*{end}", lambda _: costs, old, flags=re.DOTALL)
    return {PAGE: "".join([summary(groups), *sections, measured(groups)]), DJANGO_PAGE: new}
