"""A project moves to another stack, and no work of its developer's is lost without telling."""

import itertools
import re
import shlex
from pathlib import Path
from typing import Any

import copier
import pytest

from tests.helpers import projects
from tests.helpers.developer import ANSWERS, delete_sample, edit, fates, listed, write_own_code
from tests.helpers.projects import (
    COMBINATIONS,
    FRAMEWORKS,
    ROOT,
    STACKS,
    Project,
    Render,
    Rendered,
    update,
)
from tests.helpers.sampling import sample
from tests.helpers.terminal import COPIER, DOWN, ENTER, UP, Terminal

pytestmark = pytest.mark.in_memory

PAGE = (ROOT / "docs" / "update-and-switch.md").read_text(encoding="utf-8")

RELEASE = ".github/workflows/release.yml"

# The only files in which a developer's work can be neither merged nor marked after a change of
# answers: no file has their name any more. Copier's closing message tells how to get them back.
WITHOUT_COUNTERPART: list[tuple[dict[str, str], dict[str, str], set[str]]] = [
    (
        {"framework": "plain", "test_stack": "pytest-anyio"},
        {"test_stack": "unittest"},
        {"tests/conftest.py"},
    ),
    (
        {"framework": "plain", "test_stack": "pytest-asyncio"},
        {"test_stack": "unittest"},
        {"tests/conftest.py"},
    ),
    (
        {"framework": "django", "test_stack": "pytest-anyio"},
        {"test_stack": "unittest"},
        {"tests/async_database.py", "tests/conftest.py"},
    ),
    (
        {"framework": "django", "test_stack": "pytest-asyncio"},
        {"test_stack": "unittest"},
        {"tests/async_database.py", "tests/conftest.py"},
    ),
    ({}, {"license": "none"}, {"LICENSE", RELEASE}),
    ({}, {"ci": "gitlab"}, {".github/dependabot.yml", ".github/workflows/ci.yml", RELEASE}),
    ({}, {"ci": "none"}, {".github/dependabot.yml", ".github/workflows/ci.yml", RELEASE}),
    ({"ci": "gitlab"}, {"ci": "github"}, {".gitlab-ci.yml", "renovate.json"}),
    (
        {"framework": "plain"},
        {"framework": "django"},
        {
            RELEASE,
            "src/my_project/__init__.py",
            "src/my_project/concurrency.py",
            "src/my_project/py.typed",
            "src/my_project/service.py",
            "tests/test_concurrency.py",
            "tests/test_service.py",
        },
    ),
    (
        {"framework": "django"},
        {"framework": "plain"},
        {
            ".env.example",
            "config/__init__.py",
            "config/asgi.py",
            "config/environment.py",
            "config/settings.py",
            "config/settings_test.py",
            "config/urls.py",
            "manage.py",
            "my_project/__init__.py",
            "my_project/admin.py",
            "my_project/apps.py",
            "my_project/forms.py",
            "my_project/migrations/0001_initial.py",
            "my_project/migrations/__init__.py",
            "my_project/models.py",
            "my_project/signals.py",
            "my_project/templates/notes/list.html",
            "my_project/templates/registration/login.html",
            "my_project/urls.py",
            "my_project/views.py",
            "tests/async_database.py",
            "tests/test_models.py",
            "tests/test_settings.py",
            "tests/test_views.py",
        },
    ),
]


def switch(project: Project, **data: object) -> Project:
    """Give other answers to the version of the template that the project has."""
    return update(project, vcs_ref=copier.VcsRef.CURRENT, **data)


@pytest.mark.parametrize(
    "answers", sample(COMBINATIONS, 3), ids=lambda answers: "-".join(answers.values())
)
def test_untouched_project_switches_to_a_fresh_render(
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
        ({}, {"repository_url": "https://example.org/ada/ours"}),
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


def test_backends_are_given_again_on_the_way_back(render: Render) -> None:
    project = render(anyio_backends=["trio"])
    first = project.files()
    project = switch(project, test_stack="unittest")
    projects.commit_all(project.path)
    [command] = re.findall(r"^uvx copier (.*anyio_backends.*)$", PAGE, re.MULTILINE)
    project.run(f"{COPIER} {command}")
    assert project.files() == first


def test_package_name_cannot_be_changed_and_nothing_is_touched(render: Render) -> None:
    project = render()
    first = project.files()
    with pytest.raises(ValueError, match="It cannot be changed any more"):
        switch(project, package_name="another_name")
    assert project.files() == first
    assert project.run("git status --porcelain").stdout == ""


def stay_current(project: Project) -> list[str]:
    """Return the commands by which the project's README says how to stay current."""
    readme = (project.path / "README.md").read_text(encoding="utf-8")
    section = readme.partition("\n## Stay current\n")[2].partition("\n## ")[0]
    [block] = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    commands = re.sub(r" +#.*", "", block).replace("uvx copier", COPIER)
    return commands.splitlines()


@pytest.mark.parametrize("answers", COMBINATIONS, ids=lambda answers: "-".join(answers.values()))
def test_readme_of_the_project_says_how_to_stay_current(
    answers: dict[str, str], render: Render
) -> None:
    project = render(**answers)
    check, take_over, _ = stay_current(project)
    assert "up-to-date" in project.run(check).stdout
    project.run(take_over)
    assert project.run("git status --porcelain").stdout == ""


@pytest.mark.parametrize("stack", STACKS)
def test_one_prompt_is_all_that_a_switch_asks(
    stack: str, render: Render, rendered_once: Rendered
) -> None:
    project = render(framework="plain", test_stack="pytest-anyio")
    [*_, command] = stay_current(project)
    terminal = Terminal(command, project.path)
    terminal.shows("Which test stack runs its async tests?")
    steps = STACKS.index(stack) - STACKS.index("pytest-anyio")
    terminal.type((DOWN if steps > 0 else UP) * abs(steps) + ENTER)
    assert terminal.ends() == 0
    fresh = rendered_once({"framework": "plain", "test_stack": stack})
    assert project.files() == fresh.files()


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize(("stack", "other"), list(itertools.permutations(STACKS, 2)))
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
    assert ("named" in found.values()) == (other == "unittest")
    if "conflict" in found.values():
        # Nobody commits the markers unseen.
        refused = project.run("git commit --message Done", check=False)
        assert "unmerged files" in refused.stdout


@pytest.mark.parametrize(
    ("answers", "change", "named"),
    WITHOUT_COUNTERPART,
    ids=lambda value: "-".join(itertools.chain(*value.items())) if isinstance(value, dict) else "",
)
def test_work_in_each_file_survives_and_few_are_named(
    answers: dict[str, str],
    change: dict[str, str],
    named: set[str],
    render: Render,
    rendered_once: Rendered,
) -> None:
    project = render(**answers)
    old = project.files()
    for name in set(old) - {ANSWERS}:
        (project.path / name).write_bytes(
            b"# ours, before all else\n" + old[name] + b"# and after\n"
        )
    projects.commit_all(project.path)
    mine = project.files()
    project = switch(project, **change)
    found = fates(old, mine, rendered_once({**answers, **change}).files(), project)
    assert set(found) == set(old) - {ANSWERS}
    assert "LOST" not in found.values()
    assert {name for name, fate in found.items() if fate == "named"} == named
    # The command of the closing message.
    project.run(f"git restore {shlex.join(sorted(named))}")
    assert {name: project.files()[name] for name in named} == {name: mine[name] for name in named}


def test_own_file_where_the_new_stack_has_one_is_a_conflict(
    render: Render, rendered_once: Rendered
) -> None:
    project = render(test_stack="unittest")
    old = project.files()
    (project.path / "tests" / "conftest.py").write_text("# ours\n", encoding="utf-8")
    projects.commit_all(project.path)
    mine = project.files()
    project = switch(project, test_stack="pytest-asyncio")
    new = rendered_once({"test_stack": "pytest-asyncio"}).files()
    assert fates(old, mine, new, project) == {"tests/conftest.py": "conflict"}


def test_closing_message_says_what_to_look_at(template: Path, tmp_path: Path) -> None:
    # In a repository with two projects. The commands see the one in whose folder they run.
    for name in ("one", "two"):
        command = f"copy --defaults --data test_stack=pytest-asyncio {shlex.quote(str(template))}"
        projects.run(f"{COPIER} {command} {name}", cwd=tmp_path)
    projects.commit_all(tmp_path)
    project = Project(tmp_path / "one", {"framework": "plain"})
    for old, name in (("asyncio_mode", "pyproject.toml"), ("shared by", "tests/conftest.py")):
        path = project.path / name
        path.write_text(path.read_text("utf-8").replace(old, f"ours {old}"), encoding="utf-8")
    projects.commit_all(tmp_path)

    output = project.run(
        f"{COPIER} update --defaults --data test_stack=unittest --vcs-ref=:current:"
    ).stdout

    message = output.partition("The update is done.")[2].splitlines()
    assert max(map(len, message)) <= 79
    commands = [line.strip().partition("  ")[0] for line in message if line.startswith("  git ")]
    conflicts, deleted, restore, show = commands
    assert project.run(conflicts).stdout == "pyproject.toml\n"
    assert "tests/conftest.py" in project.run(deleted).stdout.splitlines()
    shown = project.run(show).stdout
    assert "ours shared by" in shown
    project.run(restore.replace("PATH", "tests/conftest.py"))
    assert (project.path / "tests" / "conftest.py").read_text(encoding="utf-8") == shown
    status = projects.run("git status --porcelain", cwd=tmp_path).stdout.splitlines()
    assert [line for line in status if not line[3:].startswith("one/")] == []


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


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_sample_is_replaced_as_the_readme_says_in_each_stack(
    framework: str, render: Render
) -> None:
    project = render(framework=framework, test_stack="unittest")
    readme = (project.path / "README.md").read_text(encoding="utf-8")
    checks = f"bash -c {shlex.quote(re.search(r'uv run ruff check && .*', readme)[0])}"  # type: ignore[index]
    section = readme.partition("## Replace the sample\n")[2].partition("\n## ")[0]
    write_own_code(project)
    project.run("uv sync")
    project.run(checks)
    for name in delete_sample(project):
        assert name.removeprefix("src/my_project/").removeprefix("my_project/") in section
    for command in re.findall(r"^uv run .*$", section, re.MULTILINE):
        project.run(command, env={"DJANGO_DEBUG": "1"})
    # The lock file too: each switch finds the one that the stack before has left.
    projects.commit_all(project.path, "Delete the sample")
    for stack in ("pytest-anyio", "pytest-asyncio", "unittest"):
        project = switch(project, test_stack=stack)
        assert listed(project, "U") == set()
        write_own_code(project)
        project.run("uv sync")
        project.run(checks)
        projects.commit_all(project.path, f"Move to {stack}")
