"""Phrases that readers stumbled over do not come back: CONTRIBUTING.md says what to write."""

import re

from tests.helpers import projects
from tests.helpers.projects import ROOT

PHRASES = (
    "anew",
    "as it should",
    "at times",
    "be it",
    "belongs? into",
    "but for",
    "differs? with",
    "(is|are) told",
    "knows? of",
    "mend(s|ed|ing)?",
    "no more (than|has|have)",
    "once more",
    "one of which",
    "render(s|ed|ing)? a project",
    "shall",
    "so it is",
    "wants? (a|an|the|its)",
    "without more",
)
READ = ("README.md", "CONTRIBUTING.md", "copier.yml", "docs/*.md", "macros", "template")


def texts() -> dict[str, str]:
    """Return what a developer reads, by its file, without a licence and the list of words."""
    names = projects.run(f"git ls-files -z {' '.join(READ)}").stdout.split("\0")
    files = {name: ROOT / name for name in names if name and "LICENSE" not in name}
    found = {name: path.read_text(encoding="utf-8") for name, path in files.items()}
    found["CONTRIBUTING.md"] = re.sub(r"(?m)^\| .*", "", found["CONTRIBUTING.md"])
    return found


def test_phrases_do_not_come_back() -> None:
    words = "|".join(PHRASES).replace(" ", r"\s+(?:[#*>] )?")  # also where a line ends between them
    pattern = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    found = [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
        for name, text in texts().items()
        for match in pattern.finditer(text)
    ]
    assert not found, "\n".join(found)
