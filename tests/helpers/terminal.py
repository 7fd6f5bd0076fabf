"""A program in a terminal, and a person who types."""

import shlex
import sys
from pathlib import Path

import pexpect
import pyte

from tests.helpers import projects

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
    "Where is its repository?",
    "Which framework does it use?",
    "Which test stack runs its async tests?",
    "Which backends does every test run on?",
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
