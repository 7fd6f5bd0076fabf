"""A project moves to another stack, and no work of its developer's is lost without telling."""

import random
import shlex
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import copier
import pytest

from tests import projects
from tests.conftest import Render
from tests.projects import COMBINATIONS, FRAMEWORKS, STACKS, Answers, Project, update
from tests.test_prompts import COPIER, DOWN, ENTER, UP, Terminal

Rendered = Callable[[Answers], Project]

# The only files whose edits a switch of stacks can neither merge nor mark: the new stack has none
# of that name. Copier's closing message tells how to get them back.
WITHOUT_COUNTERPART = {
    "plain": {"tests/conftest.py"},
    "django": {"tests/conftest.py", "tests/async_database.py"},
}


def switch(project: Project, **data: object) -> Project:
    """Give other answers to the version of the template that the project has."""
    return update(project, vcs_ref=copier.VcsRef.CURRENT, **data)


@pytest.mark.parametrize("answers", COMBINATIONS, ids=lambda answers: "-".join(answers.values()))
def test_untouched_project_becomes_a_fresh_render_of_each_other_combination(
    answers: dict[str, str], render: Render, rendered_once: Rendered
) -> None:
    # All of these together, each way: whoever switches back has what was there first.
    others = [other for other in COMBINATIONS if other != answers]
    assert len(others) == 5
    for other in others:
        project = render("-".join(other.values()), **answers)
        assert switch(project, **other).files() == rendered_once(other).files()


@pytest.mark.parametrize(
    ("answers", "change"),
    [
        ({}, {"anyio_backends": ["asyncio", "uvloop"]}),
        ({}, {"anyio_backends": ["trio"]}),
        ({}, {"license": "Apache-2.0"}),
        ({}, {"license": "BSD-3-Clause"}),
        ({}, {"license": "none"}),
        ({}, {"ci": "gitlab"}),
        ({}, {"ci": "none"}),
        ({"framework": "django"}, {"database": "postgresql"}),
        ({"framework": "django", "ci": "gitlab"}, {"database": "postgresql"}),
        ({"package_name": "ours"}, {"project_name": "Another Name"}),
        ({}, {"description": "Another sentence."}),
        ({}, {"user_name": "Ada", "user_email": "ada@example.org"}),
    ],
    ids=lambda value: "-".join(f"{name}={each}" for name, each in value.items()) or "defaults",
)
def test_each_other_answer_can_be_changed_and_changed_back(
    answers: dict[str, Any], change: dict[str, Any], render: Render, rendered_once: Rendered
) -> None:
    project = render(**answers)
    first, before = project.files(), project.saved_answers()
    assert switch(project, **change).files() == rendered_once({**answers, **change}).files()
    projects.commit_all(project.path)
    assert switch(project, **{name: before[name] for name in change}).files() == first


def test_package_name_cannot_be_changed_and_nothing_is_touched(render: Render) -> None:
    project = render()
    first = project.files()
    with pytest.raises(ValueError, match="It cannot be changed any more"):
        switch(project, package_name="another_name")
    assert project.files() == first
    assert project.run("git status --porcelain").stdout == ""


@pytest.mark.parametrize("stack", STACKS)
def test_one_prompt_is_all_that_a_switch_asks(
    stack: str, render: Render, rendered_once: Rendered
) -> None:
    project = render(framework="plain", test_stack="pytest-anyio")
    terminal = Terminal(
        f"{COPIER} update --defaults --ask test_stack --vcs-ref=:current:", project.path
    )
    terminal.shows("What runs its async tests?")
    steps = STACKS.index(stack) - STACKS.index("pytest-anyio")
    terminal.type((DOWN if steps > 0 else UP) * abs(steps) + ENTER)
    assert terminal.ends() == 0
    fresh = rendered_once({"framework": "plain", "test_stack": stack})
    assert project.files() == fresh.files()


# What a developer has changed: the file, what stands in it, and what stands there afterwards. All
# that is theirs has the word "ours" in it.
EDITS: dict[str, list[tuple[str, str, str]]] = {
    "both": [
        ("README.md", "## Start\n", "Read ours.md first.\n\n## Start\n"),
        ("README.md", "## Stay current\n", "## Our ways, ours-1\n\n## Stay current\n"),
        ("pyproject.toml", 'version = "0.1.0"', 'version = "0.2.0+ours"'),
        ("pyproject.toml", "\n[tool.mypy]\n", "\n[tool.ours]\nkey = 1\n\n[tool.mypy]\n"),
        ("pyproject.toml", '    "ruff>=0.17",\n', '    "ruff>=0.17",\n    "trove", # ours\n'),
        ("uv.lock", "", "ours = 0\n"),
        (".gitignore", "dist/\n", "dist/\nours/\n"),
        (".github/workflows/ci.yml", "uv run mypy\n", "uv run mypy # ours\n"),
        ("tests/test_ours.py", "", "def test_ours() -> None: ...\n"),
        ("tests/helpers_ours/__init__.py", "", "# ours-2\n"),
    ],
    "pytest": [
        ("tests/conftest.py", '"""What all test files share."""', '"""Shared by ours-3."""'),
    ],
    "plain": [
        ("src/my_project/concurrency.py", "def check_limit", "ours_4 = 4\n\n\ndef check_limit"),
        ("src/my_project/service.py", "def encode", "ours_5 = 5\n\n\ndef encode"),
        ("src/my_project/ours.py", "", "ours_6 = 6\n"),
        ("tests/test_service.py", "class TestAddress", "ours_7 = 7\n\n\nclass TestAddress"),
        ("tests/test_service.py", "class AddressTest", "ours_7 = 7\n\n\nclass AddressTest"),
        ("tests/test_concurrency.py", "class Hanging", "ours_8 = 8\n\n\nclass Hanging"),
    ],
    "django": [
        ("config/settings.py", '"django.contrib.admin",\n', '"ours_9", "django.contrib.admin",\n'),
        ("my_project/models.py", "TEXT_LENGTH = 200\n", "TEXT_LENGTH = 300  # ours-10\n"),
        ("my_project/views.py", "def as_json", "ours_11 = 11\n\n\ndef as_json"),
        ("my_project/migrations/0002_ours.py", "", "ours_12 = 12\n"),
        ("tests/test_models.py", "import asyncio\n", "import asyncio\nimport ours_13\n"),
        ("tests/test_views.py", "LIST = ", "OURS = 14\nLIST = "),
        ("tests/async_database.py", "def wait_and", "ours_15 = 15\n\n\ndef wait_and"),
    ],
}  # fmt: skip


def edit(project: Project, dice: random.Random | None = None) -> dict[str, list[str]]:
    """Change a project as its developer might; return the new lines of each file.

    Makes each of the edits, or with dice about half of them.
    """
    done: dict[str, list[str]] = {}
    package = project.saved_answers()["package_name"]
    for kind in ("both", "pytest", project.answers["framework"]):
        for template_name, old, new in EDITS[kind]:
            if dice and dice.random() < 0.5:
                continue
            name = template_name.replace("my_project", package)
            path = project.path / name
            if old and not (path.exists() and old in path.read_text(encoding="utf-8")):
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text(encoding="utf-8") if old else ""
            path.write_text(text.replace(old, new, 1) if old else new, encoding="utf-8")
            lines = [line for line in new.splitlines() if "ours" in line.lower()]
            done.setdefault(name, []).extend(lines)
    projects.commit_all(project.path, "Our work")
    return done


def fate_of(project: Project, name: str, line: str) -> str:
    """Return what an update has made of a developer's line: merged, conflict, gone or LOST."""
    unmerged = project.run("git diff --name-only --diff-filter=U").stdout.split()
    deleted = project.run("git diff --name-only --diff-filter=D").stdout.split()
    path = project.path / name
    if path.exists() and line in path.read_text(encoding="utf-8"):
        return "conflict" if name in unmerged else "merged"
    if name in deleted and line in project.run(f"git show HEAD:{name}").stdout:
        return "gone"
    return "LOST"


def fates(project: Project, done: dict[str, list[str]]) -> dict[str, set[str]]:
    """Return the files with lines of the developer's, by what an update has made of them."""
    files: dict[str, set[str]] = {}
    for name, lines in done.items():
        for line in lines:
            files.setdefault(fate_of(project, name, line), set()).add(name)
    return files


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize(("stack", "other"), list(permutations(STACKS, 2)))
def test_developers_work_is_merged_or_marked_or_named(
    framework: str, stack: str, other: str, render: Render
) -> None:
    project = render(framework=framework, test_stack=stack)
    done = edit(project)
    assert len(done) >= 12
    project = switch(project, test_stack=other)
    found = fates(project, done)
    assert "LOST" not in found
    assert "merged" in found
    if other == "unittest":
        assert found["gone"] == WITHOUT_COUNTERPART[framework]
    else:
        assert "gone" not in found
    if "conflict" in found:
        # Nobody commits the markers unseen.
        refused = project.run("git commit --message Done", check=False)
        assert "unmerged files" in refused.stdout


def test_move_to_another_framework_names_the_files_of_the_old_one(render: Render) -> None:
    project = render(framework="plain", test_stack="pytest-anyio")
    done = edit(project)
    project = switch(project, framework="django")
    found = fates(project, done)
    assert "LOST" not in found
    assert found["gone"] == {
        "src/my_project/concurrency.py",
        "src/my_project/service.py",
        "tests/test_concurrency.py",
        "tests/test_service.py",
    }
    assert (project.path / "src/my_project/ours.py").exists()


def test_closing_message_brings_back_what_the_new_stack_has_no_file_for(render: Render) -> None:
    project = render(framework="plain", test_stack="pytest-asyncio")
    edit(project)
    output = project.run(
        f"{COPIER} update --defaults --data test_stack=unittest --vcs-ref=:current:"
    ).stdout
    commands = [line.strip() for line in output.splitlines() if line.startswith("  git ")]
    listing = next(line for line in commands if "--diff-filter=D" in line).partition("  ")[0]
    assert "tests/conftest.py" in project.run(listing).stdout.split()
    assert "ours-3" in project.run("git show HEAD:tests/conftest.py").stdout
    assert "git show HEAD:tests/conftest.py" in commands
    project.run("git restore tests/conftest.py")
    assert "ours-3" in (project.path / "tests/conftest.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_renamed_and_deleted_samples_stay_so(framework: str, render: Render) -> None:
    project = render(framework=framework, test_stack="pytest-asyncio")
    renamed = {"plain": "src/my_project/service.py", "django": "my_project/signals.py"}[framework]
    new_name = renamed.replace(Path(renamed).stem, "renamed")
    deleted = ["tests/test_service.py", "tests/test_concurrency.py", "tests/test_models.py"]
    deleted = [name for name in deleted if (project.path / name).exists()]
    project.run(f"git mv {renamed} {new_name}")
    project.run(f"git rm --quiet {shlex.join(deleted)}")
    projects.commit_all(project.path, "Rename and delete")
    content = project.files()[new_name]
    for other in ("unittest", "pytest-anyio", "pytest-asyncio"):
        project = switch(project, test_stack=other)
        files = project.files()
        assert files[new_name] == content
        assert not {renamed, *deleted} & set(files)
        assert project.run("git diff --name-only --diff-filter=U").stdout == ""
        projects.commit_all(project.path)
