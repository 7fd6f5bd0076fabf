"""The table of what catches each trap, and the figures of it in docs/never-falsely-green.md."""

import json
import re
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from tests.helpers import projects
from tests.helpers.catalogue import (
    CAUGHT,
    FOLDER,
    PYTHONS,
    STACKS,
    Bench,
    caught_by,
    installed,
    judge,
    traps,
)

BARE = FOLDER / "bare.json"
PAGE = projects.ROOT / "docs" / "never-falsely-green.md"


def figures() -> str:
    """Return the table of figures, in Markdown."""
    measured: dict[str, dict[str, list[str]]] = json.loads(BARE.read_text(encoding="utf-8"))
    columns = ("", "traps", "green by default", "after the tests", "and their coverage")
    text = row(*columns, "and ruff and mypy", "of these, general") + row(*["---"] * 7)
    for stack in STACKS:
        every = traps(stack)
        unseen = sum(trap.name not in measured[stack]["red"] for trap in every)
        counts: list[str] = []
        for gates in ("run", "coverage", "ruff mypy", "general"):
            by_python = []
            for python in PYTHONS:
                left = Counter(caught_by(trap, stack, python).split()[0] for trap in every)
                del left["run"]
                if gates != "run":
                    del left["coverage"]
                if gates in {"ruff mypy", "general"}:
                    left = Counter({"nothing": left["nothing"]})
                if gates == "general":
                    general = [trap for trap in every if trap.is_general]
                    left = Counter(caught_by(trap, stack, python) for trap in general)
                    left = Counter({"nothing": left["nothing"]})
                by_python.append(str(left.total()))
            counts.append(" / ".join(dict.fromkeys(by_python)))
        text += row(stack, len(every), unseen, *counts)
    return text


def row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |\n"


def files(_template: Path) -> dict[Path, str]:
    """Return the page with the figures in their place."""
    text = PAGE.read_text(encoding="utf-8")
    page = re.sub(r"(?s)(<!-- figures -->\n).*?(?=<!-- end -->)", rf"\g<1>\n{figures()}\n", text)
    return {PAGE: page}


def make_bench(stack: str, python: str, folder: Path) -> Bench:
    """Render and install a project of the working tree."""
    path = folder / "project"
    data = [f"--data={name}={value}" for name, value in STACKS[stack].items()]
    copier = f"{projects.script('copier')} copy --quiet --defaults --vcs-ref=HEAD"
    projects.run(f"{copier} {' '.join(data)} {projects.ROOT} {path}")
    return installed(stack, python, path)


def measure() -> None:
    """Try all traps, with the guard and without, and write what catches each: it takes an hour."""
    table: dict[str, dict[str, str]] = {}
    by_default = {}
    for stack in STACKS:
        for python in PYTHONS:
            with tempfile.TemporaryDirectory() as name:
                bench = make_bench(stack, python, Path(name))
                for trap, verdict in judge(bench, traps(stack), Path(name)).items():
                    table.setdefault(trap, {})[f"{stack} {python}"] = verdict
                if python == PYTHONS[-1]:
                    results = bench.spring_all(traps(stack), Path(name) / "bare", bare=True)
                    found = [(trap.name, colour) for trap, (colour, _) in results.items()]
                    by_default[stack] = {
                        colour: [trap for trap, is_now in found if is_now == said]
                        for colour, said in (("red", "run"), ("hangs", "hangs"))
                    }
    BARE.write_text(json.dumps(by_default, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    CAUGHT.write_text(written(table), encoding="utf-8")


def written(table: Mapping[str, Mapping[str, str]]) -> str:
    """Return the table as JSON, a line a trap, without what is the same in all columns."""
    rows = []
    for trap, verdicts in sorted(table.items()):
        short: str | dict[str, str] = {}
        if len({*verdicts.values()}) == 1:
            short = next(iter(verdicts.values()))
        else:
            old, new = PYTHONS
            short = {
                stack: verdicts[f"{stack} {new}"]
                for stack in STACKS
                if f"{stack} {new}" in verdicts
            }
            short |= {
                f"{stack} {old}": verdicts[f"{stack} {old}"]
                for stack in short
                if verdicts[f"{stack} {old}"] != short[stack]
            }
        rows.append(f"{json.dumps(trap)}: {json.dumps(short)}")
    return "{\n" + ",\n".join(rows) + "\n}\n"
