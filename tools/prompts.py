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
    "Which name does Python import it by?",
    "What does it do, in one line?",
    "Who is the author?",
    "What is their email address?",
    "Where is its repository?",
    "Which framework does it use?",
    "Which test stack runs its async tests?",
    "Which database does it use?",
    "Which licence does it have?",
    "Where does CI run?",
)


def screen(template: Path, folder: Path) -> Screen:
    """Run `copier copy` in a terminal, and return its screen when the last question is open."""
    terminal = copy(template, folder)
    for question in QUESTIONS[:-1]:
        terminal.shows(question)
        terminal.type(DOWN + ENTER if question == "Which framework does it use?" else ENTER)
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
