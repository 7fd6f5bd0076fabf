"""Pins of actions and images: `python -m tests.pins` writes `pins.toml` into all workflows."""

import re
import tomllib
from pathlib import Path

from tests.projects import ROOT

USES = re.compile(r"(uses: )([^\s@]+)(@.*)?$", re.MULTILINE)
# On GitHub, and of a service on GitLab.
IMAGE = re.compile(r"((?:image|- name): )(?=\S+$)([^\s:@]+)([:@].*)$", re.MULTILINE)


def files(root: Path = ROOT) -> list[Path]:
    """Return each workflow of this repository and of the template."""
    return sorted(
        path
        for pattern in (
            ".github/workflows/*.yml",
            "template/**/.github/workflows/*.yml",
            "template/**/.gitlab-ci.yml",
        )
        for path in root.glob(pattern)
    )


def pinned(text: str) -> str:
    """Return a workflow with each action and image as the table has it.

    Raises `LookupError` for one that the table does not have.
    """
    table = tomllib.loads((ROOT / "tests" / "pins.toml").read_text(encoding="utf-8"))

    def action(match: re.Match[str]) -> str:
        pin = table["actions"][match[2]]
        return f"{match[1]}{match[2]}@{pin['sha']} # {pin['version']}"

    def image(match: re.Match[str]) -> str:
        pin = table["images"][match[2]]
        return f"{match[1]}{match[2]}:{pin['tag']}@sha256:{pin['digest']}"

    return IMAGE.sub(image, USES.sub(action, text))


if __name__ == "__main__":
    for file in files():
        content = file.read_text(encoding="utf-8")
        if content != pinned(content):
            file.write_text(pinned(content), encoding="utf-8", newline="\n")
            print(f"{file.relative_to(ROOT)} changed")
