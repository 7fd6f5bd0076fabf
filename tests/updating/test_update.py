"""A project takes over what is new in the template, from each version that was ever released."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

from tests.helpers import projects
from tests.helpers.developer import ANSWERS, delete_sample, edit, fates
from tests.helpers.projects import (
    COMBINATIONS,
    FRAMEWORKS,
    OPTIONS,
    ROOT,
    Answers,
    Project,
    Render,
    Rendered,
    releases,
    update,
)

pytestmark = pytest.mark.in_memory


@pytest.fixture(scope="session")
def history(template: Path, memory: Path) -> Path:
    """Return the template with a version for each release, and the working tree as the newest."""
    for version, commit in releases().items():
        folder = memory / "release" / version
        projects.extract(ROOT, commit, folder)
        projects.add_version(template, folder, version)
    return template


def test_releases_are_known_in_a_clone_without_tags(tmp_path: Path) -> None:
    projects.run(f"git clone --quiet --no-tags {shlex.quote(str(ROOT))} {tmp_path / 'clone'}")
    assert projects.run("git tag", cwd=tmp_path / "clone").stdout == ""
    known = releases(tmp_path / "clone")
    assert next(iter(known)) == "1.0.0"
    assert known == releases()


def test_version_that_is_prepared_is_not_yet_released(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    projects.run(f"git clone --quiet {shlex.quote(str(ROOT))} {clone}")
    changelog = clone / "CHANGELOG.md"
    text = changelog.read_text(encoding="utf-8")
    changelog.write_text(text.replace("\n## [1.", "\n## [99.0.0]\n\n## [1.", 1), encoding="utf-8")
    assert releases(clone) == releases()
    projects.commit_all(clone, "Release 99.0.0")
    head = projects.run("git rev-parse HEAD", cwd=clone).stdout.strip()
    assert releases(clone) == {**releases(), "99.0.0": head}


def test_shallow_clone_is_told_to_fetch_the_history(tmp_path: Path) -> None:
    projects.run(f"git clone --quiet --depth=1 {ROOT.as_uri()} {tmp_path / 'clone'}")
    with pytest.raises(AssertionError, match="run git fetch --unshallow"):
        releases(tmp_path / "clone")


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_whole_repository_renders_what_these_tests_render(
    framework: str, rendered_once: Rendered, tmp_path: Path
) -> None:
    # Theirs is a copy of what Copier reads, and of nothing else.
    answers = {"framework": framework}
    clone = projects.clone_of_working_tree(tmp_path / "clone")
    files = projects.render(clone, tmp_path / "project", answers).files()
    expected = rendered_once(answers).files()
    saved = files.pop(ANSWERS), expected.pop(ANSWERS)
    assert files == expected
    first, second = (re.sub(rb"_src_path: .*", b"", content) for content in saved)
    assert first == second


@pytest.mark.parametrize(
    "answers",
    [*COMBINATIONS, *OPTIONS],
    ids=lambda answers: "-".join(str(value) for value in answers.values()),
)
def test_untouched_project_updates_to_a_fresh_render(
    answers: Answers, history: Path, rendered_once: Rendered, tmp_path: Path
) -> None:
    for version in releases():
        project = projects.render(history, tmp_path / version, answers, version)
        update(project)
        assert project.run("git diff --name-only --diff-filter=U").stdout == ""
        assert project.files() == rendered_once(answers).files()


@pytest.mark.parametrize("answers", COMBINATIONS, ids=lambda answers: "-".join(answers.values()))
def test_developers_work_on_each_release_is_merged_or_marked(
    answers: Answers, history: Path, rendered_once: Rendered, tmp_path: Path
) -> None:
    for version in releases():
        project = projects.render(history, tmp_path / version, answers, version)
        old = project.files()
        edit(project)
        mine = project.files()
        update(project)
        found = fates(old, mine, rendered_once(answers).files(), project)
        assert len(found) >= 12
        assert set(found.values()) <= {"kept", "merged", "conflict"}


def questions() -> list[str]:
    content = yaml.safe_load((ROOT / "copier.yml").read_text(encoding="utf-8"))
    return [
        name
        for name, question in content.items()
        if not name.startswith("_") and question.get("when") is not False
    ]


@pytest.mark.parametrize("question", questions())
def test_new_question_changes_nothing_in_an_old_project(question: str, render: Render) -> None:
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


@pytest.mark.parametrize("answers", COMBINATIONS, ids=lambda answers: "-".join(answers.values()))
def test_deleted_guard_and_sample_do_not_come_back(
    answers: Answers, template: Path, tmp_path: Path
) -> None:
    versions = tmp_path / "versions"
    projects.run(f"git clone --quiet {shlex.quote(str(template))} {versions}")
    newer = tmp_path / "newer"
    projects.copy_working_tree(newer, *projects.READ)
    deleted = """
        guard.py guard_runner.py.jinja losses.py time_limit.py concurrency.py service.py
        forms.py.jinja signals.py views.py.jinja list.html test_[cm]*.py.jinja test_service.py.jinja
        test_views.py.jinja
    """
    for name in deleted.split():
        for path in newer.glob(f"template/**/{name}"):
            text = path.read_text(encoding="utf-8")
            path.write_text(f"{text}\n\n# A change of the newer version.\n", encoding="utf-8")
    projects.add_version(versions, newer, "999.1.0")
    project = projects.render(versions, tmp_path / "project", answers, "999.0.0")
    delete_sample(project)
    delete_guard(project)
    projects.commit_all(project.path, "Do without the guard and the sample")
    mine = project.files()
    update(project)
    assert {**project.files(), ANSWERS: b""} == {**mine, ANSWERS: b""}


def delete_guard(project: Project) -> None:
    """Delete the guard, and the line that loads it."""
    tests = project.path / "tests"
    for path in (*tests.glob("guard*.py"), tests / "losses.py", tests / "time_limit.py"):
        path.unlink()
    lines = {
        "pyproject.toml": ('    "-p", "tests.guard",\n', ""),
        "config/settings_test.py": (
            "tests.guard_runner.Runner",
            "django.test.runner.DiscoverRunner",
        ),
    }
    removed = 0
    for name, (text, new) in lines.items():
        path = project.path / name
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        if text in old:
            path.write_text(old.replace(text, new), encoding="utf-8")
            removed += 1
    if not removed:
        (tests / "__init__.py").write_text("", encoding="utf-8")
