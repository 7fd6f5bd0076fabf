"""Write prompts.svg, the prompts as a terminal shows them.

It answers each question with Enter, but for the framework, and draws what is on the screen then.
"""

import re
import tempfile
from io import StringIO
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.style import Style
from rich.text import Text

from tests.helpers.projects import ROOT
from tests.helpers.terminal import DOWN, ENTER, Screen, copy

PICTURE = ROOT / "docs" / "prompts.svg"
# What is asked of who chooses Django.
QUESTIONS = (
    "What is the project called?",
    "Which name will Python import it by?",
    "What is it, in one line?",
    "Who writes it?",
    "At which email address?",
    "Where is its repository?",
    "What is it built on?",
    "What runs its async tests?",
    "Which database?",
    "Under which licence?",
    "Where does CI run?",
)


def screen(template: Path, folder: Path) -> Screen:
    """Run `copier copy` in a terminal, and return its screen when the last question is open."""
    terminal = copy(template, folder)
    for question in QUESTIONS[:-1]:
        terminal.shows(question)
        terminal.type(DOWN + ENTER if question == "What is it built on?" else ENTER)
    terminal.shows(QUESTIONS[-1])
    terminal.shows("nowhere")
    terminal.program.close(force=True)
    return terminal.screen


def picture(screen: Screen) -> str:
    """Return an SVG of a screen, in its colours."""
    console = Console(record=True, width=screen.columns, file=StringIO())
    last = max(number for number, line in enumerate(screen.display) if line.strip())
    for number in range(last + 1):
        text = Text()
        cells = [screen.buffer[number][column] for column in range(screen.columns)]
        for (colour, bold), run in groupby(cells, lambda cell: (cell.fg, cell.bold)):
            if re.fullmatch("[0-9a-f]{6}", colour):
                colour = f"#{colour}"
            text.append("".join(cell.data for cell in run), Style(color=colour, bold=bold))
        text.rstrip()
        console.print(text)
    svg = console.export_svg(title="copier copy", unique_id="prompts")
    # A picture loads no font from elsewhere.
    return re.sub(r"(?s)@font-face {.*?}\s*", "", svg)


def files(template: Path) -> dict[Path, str]:
    """Return the picture of the prompts as they are now."""
    with tempfile.TemporaryDirectory() as folder:
        return {PICTURE: picture(screen(template, Path(folder)))}
