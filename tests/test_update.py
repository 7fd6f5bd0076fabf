"""A project takes over what is new in the template, from each version that was ever released."""

import os
import random
import re
import shlex
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import copier
import pytest
import yaml

from tests import projects
from tests.conftest import Render
from tests.projects import COMBINATIONS, OPTIONS, ROOT, Answers, Project, update
from tests.test_switch import edit, fates

Rendered = Callable[[Answers], Project]


def releases() -> dict[str, str]:
    """Return the commit of each released version, the oldest first.

    A version is released by the commit that gives it a heading in the CHANGELOG. So this needs no
    tags, which a clone may lack; it needs the history.
    """
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = {}
    for version in reversed(re.findall(r"^## \[(\d[^\]]*)\]", changelog, re.MULTILINE)):
        search = shlex.quote(f"## [{version}]")
        commits = projects.run(f"git log --format=%H --reverse -S {search} -- CHANGELOG.md").stdout
        assert commits, f"no commit releases {version}: fetch the whole history (fetch-depth: 0)"
        found[version] = commits.split()[0]
    return found


@pytest.fixture(scope="session")
def history(template: Path) -> Path:
    """Return the template with a tag for each release, and the working tree as the newest."""
    tags = projects.run("git tag", cwd=template).stdout.split()
    for version, commit in releases().items():
        if version not in tags:
            projects.run(f"git tag {version} {commit}", cwd=template)
    return template


def test_releases_are_known_without_tags() -> None:
    assert list(releases())[:1] == ["1.0.0"]


@pytest.mark.parametrize(
    "answers",
    [*COMBINATIONS, *OPTIONS],
    ids=lambda answers: "-".join(str(value) for value in answers.values()),
)
def test_untouched_project_of_each_release_becomes_a_fresh_render(
    answers: Answers, history: Path, rendered_once: Rendered, tmp_path: Path
) -> None:
    for version in releases():
        project = projects.render(history, tmp_path / version, answers, version)
        update(project)
        assert project.run("git diff --name-only --diff-filter=U").stdout == ""
        assert project.files() == rendered_once(answers).files()


@pytest.mark.parametrize("answers", COMBINATIONS, ids=lambda answers: "-".join(answers.values()))
def test_developers_work_on_each_release_is_merged_or_marked(
    answers: Answers, history: Path, tmp_path: Path
) -> None:
    for version in releases():
        project = projects.render(history, tmp_path / version, answers, version)
        done = edit(project)
        update(project)
        assert set(fates(project, done)) <= {"merged", "conflict"}


def questions() -> list[str]:
    content = yaml.safe_load((ROOT / "copier.yml").read_text(encoding="utf-8"))
    return [
        name
        for name, question in content.items()
        if not name.startswith("_") and question.get("when") is not False
    ]


@pytest.mark.parametrize("question", questions())
def test_project_that_was_never_asked_a_question_is_left_as_it_is(
    question: str, render: Render
) -> None:
    # As if it had been added since: with its default, nothing changes for old projects.
    for answers in ({}, {"framework": "django"}):
        project = render(f"{answers or 'plain'}", **answers)
        path = project.path / ".copier-answers.yml"
        before = project.files()
        if question not in project.saved_answers():
            continue
        if question in answers:
            continue
        lines = path.read_text(encoding="utf-8")
        path.write_text(re.sub(rf"^{question}:.*\n(?:- .*\n)*", "", lines, flags=re.MULTILINE))
        assert question not in project.saved_answers()
        projects.commit_all(project.path)
        update(project)
        assert project.files() == before


def test_fleet_of_projects_is_updated_and_moved_without_a_loss(
    history: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Random answers, random edits, from random releases: `FLEET=100` for a hundred projects."""
    fates_seen: Counter[str] = Counter()
    size = int(os.environ.get("FLEET", "5"))
    for number in range(size):
        dice = random.Random(number)
        answers = random_answers(dice)
        version = dice.choice([*releases(), "999.0.0"])
        project = projects.render(history, tmp_path / str(number), answers, version)
        done = edit(project, dice)
        update(project)
        found = fates(project, done)
        if "conflict" not in found:
            projects.commit_all(project.path, "Update")
            stack = dice.choice(projects.STACKS)
            project = update(project, vcs_ref=copier.VcsRef.CURRENT, test_stack=stack)
            found = fates(project, done)
        assert "LOST" not in found, (number, answers, found)
        for fate, names in found.items():
            fates_seen[fate] += len(names)
    assert fates_seen["merged"] > 0
    counts = ", ".join(f"{count} {fate}" for fate, count in sorted(fates_seen.items()))
    record_property("summary", f"{size} projects updated and moved, edited files: {counts}, 0 lost")


def random_answers(dice: random.Random) -> dict[str, Any]:
    """Return one of the many valid sets of answers."""
    answers: dict[str, Any] = dict(dice.choice(COMBINATIONS))
    answers |= {
        "project_name": dice.choice(["Ours", 'Zoë\'s "best" project', "A: #1 {{ x }} \\ 漢字 x"]),
        "package_name": dice.choice(["my_project", "x", "a_long_name_of_a_package"]),
        "description": dice.choice(["", 'It\'s "quoted" \\ and ${{ odd }}', "Ein Überblick 🚀"]),
        "user_name": dice.choice(["", "Ada Lovelace", 'Zoë "Z" O\'Brien']),
        "license": dice.choice(["MIT", "Apache-2.0", "BSD-3-Clause", "none"]),
        "ci": dice.choice(["github", "gitlab", "none"]),
    }
    if answers == answers | {"framework": "plain", "test_stack": "pytest-anyio"}:
        backends = ["asyncio", "uvloop", "trio"]
        answers["anyio_backends"] = sorted(dice.sample(backends, dice.randint(1, 3)))
    if answers["framework"] == "django":
        answers["database"] = dice.choice(["sqlite", "postgresql"])
    return answers
