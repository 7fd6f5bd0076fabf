"""Check that a tag may be released, and print what the changelog says about it.

    python .ci/release_notes.py 1.2.0

Copier takes the newest tag for the newest version: the check belongs before the tag is pushed.
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def release_notes(tag: str) -> str:
    """Return the section of the changelog that belongs to the tag.

    Raises `ValueError` with what to do when tag, changelog and pyproject.toml do not agree.
    """
    if not re.fullmatch(r"\d+\.\d+\.\d+", tag):
        raise ValueError(f"{tag} is no version such as 1.2.0: name the tag after the version.")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    if tag != version:
        raise ValueError(f"pyproject.toml has version {version}: write {tag} there.")
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    sections = [
        section.partition("\n") for section in re.split("^## ", changelog, flags=re.MULTILINE)
    ]
    _, (unreleased, _, pending), (newest, _, notes), *_ = [*sections, ("", "", ""), ("", "", "")]
    if unreleased != "[Unreleased]":
        raise ValueError("CHANGELOG.md does not begin with a section [Unreleased]: add it.")
    if pending.strip():
        raise ValueError(f"[Unreleased] is not empty: move it into a section [{tag}].")
    if not re.fullmatch(rf"\[{re.escape(tag)}\] - \d{{4}}-\d\d-\d\d", newest):
        raise ValueError(f"The newest section is not `## [{tag}] - ` and a date: add that.")
    if not notes.strip():
        raise ValueError(f"The section [{tag}] is empty: say what has changed.")
    return notes.strip()


if __name__ == "__main__":
    try:
        print(release_notes(*sys.argv[1:]))
    except ValueError as error:
        sys.exit(str(error))
