"""What docs/troubleshooting.md says of each thing that goes wrong is what happens."""

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import projects
from tests.conftest import Render
from tests.projects import ROOT, Project
from tests.test_prompts import COPIER

pytestmark = pytest.mark.in_memory

PAGE = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
SECTIONS = {
    section.partition("`\n")[0]: re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    for section in PAGE.split("\n## `")[1:]
}
UPDATE = f"{COPIER} update --defaults"


def remedy(project: Project, heading: str, template: Path) -> None:
    """Do what the section says."""
    [commands] = SECTIONS[heading]
    script = project.path.parent / "remedy.sh"
    script.write_text(commands, encoding="utf-8")
    project.run(f"bash -e {script}", env={"TEMPLATE": str(template)})


def commit_answers(project: Project, pattern: str, replacement: str) -> None:
    """Edit the answers file by hand, and commit that."""
    path = project.path / ".copier-answers.yml"
    text, count = re.subn(
        pattern, replacement, path.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert count == 1
    path.write_text(text, encoding="utf-8")
    projects.commit_all(project.path)


def make_dirty(project: Project) -> None:
    (project.path / "README.md").write_text("Ours\n", encoding="utf-8")


def take_git_away(project: Project) -> None:
    shutil.rmtree(project.path / ".git")


def delete_answers(project: Project) -> None:
    project.run("git rm --quiet .copier-answers.yml")
    projects.commit_all(project.path)


@pytest.mark.parametrize(
    ("heading", "spoil"),
    [
        ("Destination repository is dirty; cannot continue.", make_dirty),
        ("Updating is only supported in git-tracked subprojects.", take_git_away),
        ("Template not found", delete_answers),
        (
            "Cannot update because cannot obtain old template references",
            lambda project: commit_answers(project, r"^_commit:.*\n", ""),
        ),
        (
            "Unknown revision",
            lambda project: commit_answers(project, r"^_commit:.*", "_commit: 0.0.1"),
        ),
        (
            "Invalid choice for 'test_stack'",
            lambda project: commit_answers(project, r"^test_stack:.*", "test_stack: nose"),
        ),
        (
            "Local template must be a directory.",
            lambda project: commit_answers(project, r"^_src_path:.*", "_src_path: /moved/away"),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_trouble_is_called_by_its_name_and_its_remedy_helps(
    heading: str, spoil: Callable[[Project], None], render: Render, template: Path
) -> None:
    project = render()
    spoil(project)
    failed = project.run(UPDATE, check=False)
    assert failed.returncode != 0
    assert heading in failed.stdout
    remedy(project, heading, template)
    project.run(UPDATE)


def test_conflict_is_refused_by_git_until_it_is_resolved(render: Render, template: Path) -> None:
    heading = "Exiting because of an unresolved conflict."
    project = render()
    readme = project.path / "README.md"
    text = readme.read_text(encoding="utf-8")
    readme.write_text(text.replace("# My Project", "# Our Project"), encoding="utf-8")
    projects.commit_all(project.path)
    project.run(f"{UPDATE} --vcs-ref=:current: --data 'project_name=Your Project'")
    assert project.run("git diff --name-only --diff-filter=U").stdout == "README.md\n"
    assert heading in project.run("git commit --message Update", check=False).stdout
    check = "git diff --check"
    assert f"`{check}`" in PAGE
    assert "README.md:1: leftover conflict marker" in project.run(check, check=False).stdout
    readme.write_text(text, encoding="utf-8")
    project.run(check)
    remedy(project, heading, template)


def test_newer_template_asks_for_a_newer_copier(
    render: Render, template: Path, tmp_path: Path
) -> None:
    newer = tmp_path / "newer"
    projects.run(f"git clone --quiet {shlex.quote(str(template))} {newer}")
    settings = newer / "copier.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"(?m)^_min_copier_version:.*", '_min_copier_version: "99"', text))
    projects.commit_all(newer)
    projects.run("git tag 1000.0.0", cwd=newer)
    project = render()
    commit_answers(project, r"^_src_path:.*", f"_src_path: {newer}")
    failed = project.run(UPDATE, check=False)
    assert failed.returncode != 0
    assert "This template requires Copier version" in failed.stdout
    assert "This template requires Copier version" in SECTIONS
    assert project.run("git status --porcelain").stdout == ""


def test_other_package_name_is_refused(render: Render) -> None:
    project = render()
    failed = project.run(f"{UPDATE} --data package_name=other", check=False)
    assert failed.returncode != 0
    assert "It cannot be changed any more." in failed.stdout
    assert "It cannot be changed any more." in SECTIONS


def test_template_without_tags_works(template: Path, tmp_path: Path) -> None:
    heading = "No git tags found in template; using HEAD as ref"
    clone = tmp_path / "clone"
    projects.run(f"git clone --quiet --no-tags {shlex.quote(str(template))} {clone}")
    output = projects.run(f"{COPIER} copy --defaults {clone} {tmp_path / 'project'}").stdout
    assert heading in output
    assert heading in SECTIONS
    projects.commit_all(tmp_path / "project")
    projects.run(UPDATE, cwd=tmp_path / "project")


def test_a_newer_version_is_reported(render: Render, template: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer"
    projects.run(f"git clone --quiet {shlex.quote(str(template))} {newer}")
    project = render()
    commit_answers(project, r"^_src_path:.*", f"_src_path: {newer}")
    assert "up-to-date" in project.run(f"{COPIER} check-update").stdout
    projects.commit_all(newer)
    projects.run("git tag 1000.0.0", cwd=newer)
    assert "latest version is 1000.0.0" in project.run(f"{COPIER} check-update").stdout
