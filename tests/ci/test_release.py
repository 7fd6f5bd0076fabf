"""The release procedure, in a scratch clone, as far as it goes without GitHub."""

import os
import re
import shlex
import sys
from pathlib import Path

import pytest
import yaml

from tests.helpers import projects, workflows
from tests.helpers.projects import ROOT, Project

COPIER = f"{shlex.quote(sys.executable)} -m copier"
# Stands for GitHub's own program: it writes down what it is called with.
GH = """#!/bin/sh
printf '%s\\n' "$@" > "$RUNNER_TEMP/arguments"
[ -n "$GH_TOKEN" ]
"""


def procedure() -> list[str]:
    """Return the commands by which CONTRIBUTING.md makes a release."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition("\n## Make a release\n")[2].partition("\n## ")[0]
    [block] = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    commands: list[str] = block.splitlines()
    return commands


def prepare(clone: Path, version: str) -> None:
    """Do what the procedure's first step says."""
    changelog = clone / "CHANGELOG.md"
    text = changelog.read_text(encoding="utf-8")
    heading = f"## [Unreleased]\n\n## [{version}] - 2030-01-02\n\n- What is new.\n\n## [0.0.1]\n"
    changelog.write_text(text.replace("## [Unreleased]\n", heading, 1), encoding="utf-8")
    pyproject = clone / "pyproject.toml"
    text = pyproject.read_text(encoding="utf-8")
    text = re.sub(r'^version = ".*"$', f'version = "{version}"', text, count=1, flags=re.MULTILINE)
    pyproject.write_text(text, encoding="utf-8")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a clone of the template, whose origin is a bare repository."""
    path = projects.clone_of_working_tree(tmp_path / "clone", version="0.0.1")
    projects.run("git checkout --quiet -B main", cwd=path)
    projects.run(f"git clone --quiet --bare {path} {tmp_path / 'origin.git'}")
    projects.run(f"git remote set-url origin {tmp_path / 'origin.git'}", cwd=path)
    return path


def test_procedure_makes_a_release_that_copier_update_finds(clone: Path, tmp_path: Path) -> None:
    origin = tmp_path / "origin.git"
    projects.run(f"{COPIER} copy --quiet --defaults {origin} {tmp_path / 'project'}")
    projects.commit_all(tmp_path / "project")
    project = Project(tmp_path / "project", {})
    assert project.run(f"{COPIER} check-update --quiet", check=False).returncode == 0

    version = "1000.0.0"
    prepare(clone, version)
    for command in procedure():
        result = projects.run(command.replace("1.2.0", version), cwd=clone)
        if "release_notes" in command:
            assert result.stdout == "- What is new.\n"
    assert projects.run("git tag --list 1000.*", cwd=origin).stdout == f"{version}\n"
    assert projects.run("git status --porcelain", cwd=clone).stdout == ""

    assert project.run(f"{COPIER} check-update --quiet", check=False).returncode == 2
    project.run(f"{COPIER} update --quiet --defaults")
    answers = yaml.safe_load((project.path / ".copier-answers.yml").read_text(encoding="utf-8"))
    assert answers["_commit"] == version

    # What the pushed tag starts.
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "gh").write_text(GH)
    (tmp_path / "bin" / "gh").chmod(0o755)
    [job] = workflows.jobs(clone / ".github" / "workflows" / "release.yml", [])
    env = {
        "GITHUB_REF_NAME": version,
        "RUNNER_TEMP": str(tmp_path),
        "PATH": os.pathsep.join([str(tmp_path / "bin"), os.environ["PATH"]]),
    }
    results = workflows.run(job, origin, tmp_path / "runner", env)
    assert [ran.returncode for ran in results.values()] == [0, 0], results
    assert (tmp_path / "arguments").read_text().split() == [
        "release", "create", version, "--verify-tag", "--title", version,
        "--notes-file", str(tmp_path / "notes.md"),
    ]  # fmt: skip
    assert (tmp_path / "notes.md").read_text() == "- What is new.\n"

    # A tag that nobody has prepared makes no release.
    env["GITHUB_REF_NAME"] = "1000.0.1"
    [red] = workflows.run(job, origin, tmp_path / "runner", env).values()
    assert red.returncode == 1
    assert red.stdout == "pyproject.toml has version 1000.0.0: write 1000.0.1 there.\n"


@pytest.mark.parametrize(
    ("tag", "file", "old", "new", "complaint"),
    [
        ("v1000.0.0", "CHANGELOG.md", "", "", "v1000.0.0 is no version such as 1.2.0"),
        ("1000.0", "CHANGELOG.md", "", "", "1000.0 is no version such as 1.2.0"),
        ("1000.0.1", "CHANGELOG.md", "", "", "pyproject.toml has version 1000.0.0"),
        ("1000.0.0", "CHANGELOG.md", "## [Unreleased]\n", "", "does not begin with a section"),
        ("1000.0.0", "CHANGELOG.md", "## [Unreleased]\n", "## [Unreleased]\n\n- More.\n",
         "[Unreleased] is not empty"),
        ("1000.0.0", "CHANGELOG.md", "[1000.0.0] - 2030-01-02", "[1000.0.0]", "and a date"),
        ("1000.0.0", "CHANGELOG.md", "- What is new.\n", "", "The section [1000.0.0] is empty"),
        ("1000.0.0", "CHANGELOG.md", "[1000.0.0]", "[999.0.0]", "newest section is not"),
    ],
)  # fmt: skip
def test_release_that_does_not_agree_with_itself_is_refused(
    clone: Path, tag: str, file: str, old: str, new: str, complaint: str
) -> None:
    prepare(clone, "1000.0.0")
    path = clone / file
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    result = projects.run(f"python3 .ci/release_notes.py {tag}", cwd=clone, check=False)
    assert result.returncode == 1
    assert complaint in result.stdout
    assert result.stdout.count("\n") == 1
