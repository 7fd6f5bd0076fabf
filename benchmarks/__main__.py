"""Measure how fast the template and its stacks are.

    .venv/bin/python -m benchmarks

Name some groups to measure these alone. What was measured before and is
not measured now stays in the file of the results. `python -m tools figures` writes the pages.
"""

import argparse
import itertools
import os
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import pyperf

from benchmarks.copying import copying
from benchmarks.django_tests import django_tests
from benchmarks.first_test import first_test
from benchmarks.measure import Costs, Session
from benchmarks.per_test import per_test
from tests.helpers import projects
from tools import figures

# Each group: how it is measured, and how often unless `--runs` says so.
GROUPS = {
    "copy": (copying, 9),
    "first-test": (first_test, 3),
    "per-test": (per_test, 5),
    "django": (django_tests, 3),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("groups", nargs="*", metavar="group", help=f"of {', '.join(GROUPS)}")
    parser.add_argument("--runs", type=int, help="of each thing, after one that does not count")
    parser.add_argument("--python", default=projects.pythons()[-1], help="default: the newest")
    parser.add_argument(
        "--output", type=Path, default=figures.RESULTS, help="the file of the results"
    )
    options = parser.parse_args()
    if unknown := set(options.groups) - set(GROUPS):
        parser.error(f"no such group: {', '.join(sorted(unknown))}")
    for group in options.groups or GROUPS:
        benchmarks = measure(group, options.runs or GROUPS[group][1], options.python)
        save(options.output, group, benchmarks)


def measure(group: str, runs: int, python: str) -> list[pyperf.Benchmark]:
    """Measure a group in so many rounds, and return its series of figures.

    The first of them has the conditions of the whole group.
    """
    series: dict[str, list[Costs]] = {}
    loads: list[float] = []
    start = time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - start:5.0f} s  {group}: {what}", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        session = Session(Path(folder), python)
        tell("install what is measured")
        with closing(GROUPS[group][0](session)) as rounds:
            # The first round fills caches.
            for number, measured in enumerate(itertools.islice(rounds, runs + 1)):
                tell(f"round {number} of {runs}")
                for name, cost in measured.items() if number else ():
                    series.setdefault(name, []).append(cost)
                loads.append(os.getloadavg()[0])
    machine = pyperf.Run([1.0]).get_metadata()
    conditions = {
        **{name: machine[name] for name in ("cpu_count", "cpu_model_name", "date", "platform")},
        # Where a disk makes new files slowly, it is most of what copying costs.
        "environment": f"TMPDIR={tempfile.gettempdir()}",
        "load": f"{min(loads):.1f} to {max(loads):.1f}",
        "versions": ", ".join(f"{name} {version}" for name, version in session.versions.items()),
    }
    benchmarks = []
    for name, costs in series.items():
        for kind in Costs._fields:
            metadata = {"name": f"{group}: {name} ({kind})", "unit": "second", **conditions}
            values = [round(getattr(cost, kind), 6) for cost in costs]
            run = pyperf.Run(values, metadata=metadata, collect_metadata=False)
            benchmarks.append(pyperf.Benchmark([run]))
            conditions = {}
    return benchmarks


def save(path: Path, group: str, benchmarks: list[pyperf.Benchmark]) -> None:
    """Put a group's figures into a file, in place of older ones."""
    older = pyperf.BenchmarkSuite.load(str(path)).get_benchmarks() if path.exists() else []
    kept = [one for one in older if not one.get_name().startswith(f"{group}: ")]
    pyperf.BenchmarkSuite([*kept, *benchmarks]).dump(str(path), compact=True, replace=True)


if __name__ == "__main__":
    main()
