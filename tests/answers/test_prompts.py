"""The prompts, in a terminal of 80 columns, answered by a person at the keyboard."""

import re
from pathlib import Path

import yaml

from tests.helpers import projects
from tests.helpers.terminal import CLEAR, DOWN, ENTER, QUESTIONS, copy


def answers(folder: Path) -> dict[str, object]:
    return projects.Project(folder / "my-project", {}).saved_answers()


def test_next_steps_can_be_pasted(template: Path, tmp_path: Path) -> None:
    terminal = copy(template, tmp_path)
    for question in QUESTIONS:
        terminal.shows(question)
        terminal.type(ENTER)
    assert terminal.ends() == 0
    _, _, message = terminal.text().partition("Next:\n")
    commands = re.findall(r"^ {2}(\S.*)$", message, re.MULTILINE)
    assert commands[0] == "cd my-project"
    assert commands[-1] == "uv run pytest"
    script = tmp_path / "pasted.sh"
    script.write_text("\n".join(commands))
    output = projects.run(f"bash -e {script}", cwd=tmp_path).stdout
    assert re.search(r"^=+ \d+ passed in", output, re.MULTILINE)
    assert projects.run("git status --porcelain", cwd=tmp_path / "my-project").stdout == ""


def test_django_is_asked_for_its_database_and_not_for_backends(
    template: Path, tmp_path: Path
) -> None:
    terminal = copy(template, tmp_path)
    for question in QUESTIONS[:6]:
        terminal.shows(question)
        terminal.type(ENTER)
    terminal.shows("Which framework does it use?")
    terminal.type(DOWN + ENTER)
    terminal.shows("Which test stack runs its async tests?")
    terminal.type(ENTER)
    terminal.shows("Which database does it use?")
    terminal.type(DOWN + ENTER)
    terminal.shows("Which licence does it have?")
    terminal.type(ENTER)
    terminal.shows("Where does CI run?")
    terminal.type(DOWN + ENTER)
    assert terminal.ends() == 0
    given = answers(tmp_path)
    assert given["framework"] == "django"
    assert given["database"] == "postgresql"
    assert given["ci"] == "gitlab"
    assert "anyio_backends" not in given


def test_refused_answer_is_explained_and_can_be_corrected(template: Path, tmp_path: Path) -> None:
    terminal = copy(template, tmp_path)
    terminal.shows(QUESTIONS[0])
    terminal.type(ENTER)
    terminal.shows(QUESTIONS[1])
    terminal.type(CLEAR + "import" + ENTER)
    terminal.shows("That is a Python keyword.")
    terminal.type(CLEAR + "notes" + ENTER)
    for question in QUESTIONS[2:]:
        terminal.shows(question)
        terminal.type(ENTER)
    assert terminal.ends() == 0
    assert answers(tmp_path)["package_name"] == "notes"


def test_prompts_fit_into_80_columns() -> None:
    questions = yaml.safe_load((projects.ROOT / "copier.yml").read_text(encoding="utf-8"))
    asked = {
        name: question
        for name, question in questions.items()
        if not name.startswith("_") and False not in (question.get("when"), question.get("ask"))
    }
    assert list(asked) == [
        "project_name",
        "package_name",
        "description",
        "user_name",
        "user_email",
        "repository_url",
        "framework",
        "test_stack",
        "anyio_backends",
        "database",
        "license",
        "ci",
    ]
    for question in asked.values():
        for text in [question["help"], *question.get("choices", {})]:
            assert len(text) <= 74  # with the mark in front of it
