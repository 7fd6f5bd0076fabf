"""Write the table of docs/ci.md from pytest's JUnit report: docs/ci.md has the commands."""

import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from tests import projects
from tests.projects import ROOT

PAGE = ROOT / "docs" / "ci.md"
BEGIN, END = "<!-- table -->\n", "<!-- end of table -->\n"


def table(report: Path) -> str:
    """Return a line for each file and stack, with how often each step was green, and red."""
    counts: dict[str, Counter[tuple[str, str]]] = {}
    steps: list[str] = []
    for case in ElementTree.parse(report).iter("testcase"):
        row = case.attrib["name"].partition("[")[2].rstrip("]")
        for each in case.iter("property"):
            name, colour = each.attrib["name"], each.attrib["value"]
            if colour in {"green", "red"}:
                steps += [name] * (name not in steps)
                counts.setdefault(row, Counter())[name, colour] += 1
    lines = [["", *(f"`{step}`" for step in steps)], ["---"] * (len(steps) + 1)]
    for row in sorted(counts, key=lambda row: (row.count("-"), row)):
        found = counts[row]
        lines.append([row, *(f"{found[step, 'green']} / {found[step, 'red']}" for step in steps)])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    pythons = f"On Python {', '.join(projects.pythons())}:\n\n"
    content = pythons + table(Path(sys.argv[1]))
    PAGE.write_text(before + BEGIN + content + END + after, encoding="utf-8")
