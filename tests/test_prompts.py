"""The prompts, in a terminal of 80 columns, answered by a person at the keyboard."""

import re
import shlex
import sys
from pathlib import Path

import pexpect
import pyte
import yaml

from tests import projects

ENTER = "\r"
DOWN = "\x1b[B"
UP = "\x1b[A"
CLEAR = "\x15"

COPIER = shlex.join([sys.executable, "-m", "copier"])

# What is asked when each answer is the default.
QUESTIONS = (
    "What is the project called?",
    "Which name does Python import it by?",
    "What does it do, in one line?",
    "Who is the author?",
    "What is their email address?",
    "Which framework does it use?",
    "Which test stack runs its async tests?",
    "Which backends do the tests run on?",
    "Which licence does it have?",
    "Where does CI run?",
)


class Screen(pyte.Screen):
    """A screen that answers when the program asks where the cursor is."""

    program: "pexpect.spawn[bytes]"

    def write_process_input(self, data: str) -> None:
        self.program.send(data)


class Terminal:
    """A program in a terminal, and what its screen shows."""

    def __init__(self, command: str, cwd: Path) -> None:
        self.program: pexpect.spawn[bytes] = pexpect.spawn(
            command,
            cwd=str(cwd),
            env=projects.environment() | {"TERM": "xterm"},
            dimensions=(50, 80),
            timeout=60,
        )
        self.screen = Screen(80, 50)
        self.screen.program = self.program
        self.stream = pyte.ByteStream(self.screen)

    def shows(self, text: str) -> None:
        """Wait until the screen shows the text.

        Raises `AssertionError` with the screen when the program ends or falls silent before.
        """
        while text not in self.text():
            try:
                self.stream.feed(self.program.read_nonblocking(size=4096, timeout=20))
            except (pexpect.EOF, pexpect.TIMEOUT):
                break
        assert text in self.text(), f"{text!r} is not on the screen:\n{self.text()}"

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def type(self, text: str) -> None:
        self.program.send(text)

    def ends(self) -> int:
        """Wait for the end of the program, and return its exit code."""
        while True:
            try:
                self.stream.feed(self.program.read_nonblocking(size=4096, timeout=60))
            except pexpect.EOF:
                break
        self.program.close()
        status = self.program.exitstatus
        assert status is not None
        return status


def copy(template: Path, folder: Path) -> Terminal:
    return Terminal(f"{COPIER} copy {shlex.quote(str(template))} my-project", folder)


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
    for question in QUESTIONS[:5]:
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
        if not name.startswith("_") and question.get("when", question.get("ask")) is not False
    }
    assert list(asked) == [
        "project_name",
        "package_name",
        "description",
        "user_name",
        "user_email",
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


def test_picture_shows_what_is_asked(template: Path, tmp_path: Path) -> None:
    # Imported only now, for it takes the terminal from here.
    from docs import prompts

    expected = prompts.picture(prompts.screen(template, tmp_path))
    shown = prompts.PICTURE.read_text(encoding="utf-8")
    assert shown == expected, "run: python -m docs.prompts"
