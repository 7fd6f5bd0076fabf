"""A project moves to another stack, and no work of its developer's is lost without telling."""

import shlex
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import copier
import pytest

from tests import projects
from tests.conftest import Render
from tests.developer import edit, fates
from tests.projects import COMBINATIONS, FRAMEWORKS, STACKS, Answers, Project, update
from tests.test_prompts import COPIER, DOWN, ENTER, UP, Terminal

pytestmark = pytest.mark.in_memory

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


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize(("stack", "other"), list(permutations(STACKS, 2)))
def test_developers_work_is_merged_or_marked_or_named(
    framework: str, stack: str, other: str, render: Render, rendered_once: Rendered
) -> None:
    answers = {"framework": framework, "test_stack": stack}
    project = render(**answers)
    old = project.files()
    edit(project)
    mine = project.files()
    project = switch(project, test_stack=other)
    found = fates(old, mine, rendered_once({**answers, "test_stack": other}).files(), project)
    assert len(found) >= 12
    assert "LOST" not in found.values()
    assert "merged" in found.values()
    named = {name for name, fate in found.items() if fate == "named"}
    assert named == (WITHOUT_COUNTERPART[framework] & set(old) if other == "unittest" else set())
    if "conflict" in found.values():
        # Nobody commits the markers unseen.
        refused = project.run("git commit --message Done", check=False)
        assert "unmerged files" in refused.stdout


def test_move_to_another_framework_names_the_files_of_the_old_one(
    render: Render, rendered_once: Rendered
) -> None:
    project = render(framework="plain", test_stack="pytest-anyio")
    old = project.files()
    edit(project)
    mine = project.files()
    project = switch(project, framework="django")
    new = rendered_once({"framework": "django", "test_stack": "pytest-anyio"}).files()
    found = fates(old, mine, new, project)
    assert "LOST" not in found.values()
    assert {name for name, fate in found.items() if fate == "named"} == {
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
    assert "Shared by our tests." in project.run("git show HEAD:tests/conftest.py").stdout
    assert "git show HEAD:tests/conftest.py" in commands
    project.run("git restore tests/conftest.py")
    assert "Shared by our tests." in (project.path / "tests/conftest.py").read_text(
        encoding="utf-8"
    )


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
