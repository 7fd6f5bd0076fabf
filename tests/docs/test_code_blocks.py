"""The commands in the documents do what they say."""

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers import projects
from tests.helpers.pages import block, blocks
from tests.helpers.postgresql import Server
from tests.helpers.projects import ROOT, Answers, Project, Render
from tests.helpers.terminal import COPIER, ENTER, QUESTIONS, Terminal


def pages() -> list[str]:
    return [
        "README.md",
        "CONTRIBUTING.md",
        *(f"docs/{path.name}" for path in ROOT.glob("docs/*.md")),
    ]


def shell(commands: str, cwd: Path, template: Path) -> str:
    """Run a block as a developer would, who has the template's address in `TEMPLATE`."""
    commands = commands.replace("uvx ", "uv tool run ")
    return projects.run(
        f"bash -e -c {shlex.quote(commands)}", cwd=cwd, env={"TEMPLATE": str(template)}
    ).stdout


@pytest.mark.parametrize("source", ["clone", "clone without a remote", "archive"])
def test_project_is_rendered_with_pip_alone(source: str, template: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    projects.run(f"git clone --quiet {shlex.quote(str(template))} {clone}")
    if source == "clone without a remote":
        projects.run("git remote remove origin", cwd=clone)
    elif source == "archive":
        shutil.rmtree(clone / ".git")
    commands = block("README.md", "python3 -m venv .venv && .venv/bin/pip install copier")
    if source != "clone":  # installing Copier once is enough
        commands = commands.rpartition("&& ")[2].replace(".venv/bin/copier", COPIER)
    shell(commands, clone, clone)
    project = tmp_path / "my-project"
    projects.commit_all(project)
    update = projects.run(f"{COPIER} update --defaults", cwd=project, check=False)
    if source == "archive":
        assert "cannot obtain old template references" in update.stdout
    else:
        assert update.returncode == 0, update.stdout
        assert projects.run("git status --porcelain", cwd=project).stdout == ""


def test_project_is_rendered_by_uv(template: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    projects.run(f"git clone --quiet {shlex.quote(str(template))} {clone}")
    command = block("README.md", "uvx copier copy").strip().replace("uvx", "uv tool run")
    terminal = Terminal(command, clone)
    for question in QUESTIONS:
        terminal.shows(question)
        terminal.type(ENTER)
    assert terminal.ends() == 0
    assert (tmp_path / "my-project" / "pyproject.toml").exists()
    # The same in the site's words.
    copy = 'copier copy "$TEMPLATE" my-project'
    assert block("docs/index.md", "uvx copier copy") == f"uvx {copy}\n"
    assert block("docs/index.md", "pip install copier") == f"pip install copier\n{copy}\n"


def test_project_is_updated_and_switched(
    render: Render, rendered_once: Callable[[Answers], Project], template: Path
) -> None:
    project = render(framework="plain", test_stack="pytest-anyio")
    shell(block("README.md", "uvx copier update"), project.path, template)
    fresh = rendered_once({"framework": "plain", "test_stack": "unittest"})
    assert project.files() == fresh.files()


def test_change_is_tried(template: Path, tmp_path: Path) -> None:
    command = block("CONTRIBUTING.md", ".venv/bin/copier copy")
    command = command.replace("/tmp/", f"{tmp_path}/").replace(".venv/bin/copier", COPIER)
    shell(command, template, template)
    assert (tmp_path / "my-project" / "manage.py").exists()


def test_tests_that_are_named_are_there() -> None:
    commands = [
        line
        for page in pages()
        for each in blocks(page)
        for line in each.splitlines()
        if re.match(r"([A-Z_]+=\S+ )*\.venv/bin/pytest", line)
    ]
    assert len(commands) >= 2
    for command in commands:
        command = command.replace(".venv/bin/pytest", projects.script("pytest"))
        command = re.sub(r"--junitxml=\S+", "", command)
        shell(f"{command} --collect-only --quiet --numprocesses=0", ROOT, ROOT)


def test_isolation_is_missed_as_the_page_shows(render: Render, postgresql: Server) -> None:
    page = "docs/django-under-pytest.md"
    commands = block(page, "COLUMNS=110")
    project = render(framework="django", test_stack="pytest-asyncio", database="postgresql")

    def output(database: str) -> str:
        result = project.run(
            f"bash -c {shlex.quote(commands)}", check=False, env={"DATABASE_URL": database}
        )
        return re.sub(r"in [\d.]+s", "in 1.80s", result.stdout)

    assert block(page, ".EFEEE.F.") in output("sqlite:///db.sqlite3")
    assert block(page, "ERROR tests/test_models.py") in output(postgresql.new_database())
