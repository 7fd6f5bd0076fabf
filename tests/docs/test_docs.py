"""What is generated is what is in the repository, and the command that writes it."""

import shlex
from pathlib import Path

import pytest

from tests.helpers import projects
from tests.helpers.projects import ROOT

# The lists of names are compared with their sources in answers/test_names.py.
from tools.__main__ import WRITTEN


@pytest.mark.parametrize("name", sorted(WRITTEN.keys() - {"names"}))
def test_generated_files_are_up_to_date(name: str, template: Path) -> None:
    for path, text in WRITTEN[name].files(template).items():
        assert path.read_text(encoding="utf-8") == text, f"run: python -m tools {name}"
        assert ROOT in path.parents


def test_outdated_file_is_named_and_written(tmp_path: Path) -> None:
    clone = projects.clone_of_working_tree(tmp_path / "clone")
    page = clone / "docs" / "never-falsely-green.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("| unittest |", "| outdated |", 1), encoding="utf-8")
    command = f"{shlex.quote(projects.script('python'))} -m tools traps"
    checked = projects.run(f"{command} --check", cwd=clone, check=False)
    assert checked.returncode == 1
    assert "docs/never-falsely-green.md: python -m tools traps" in checked.stdout
    projects.run(command, cwd=clone)
    assert page.read_text(encoding="utf-8") == text
