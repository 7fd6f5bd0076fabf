"""Write prompts.svg, the prompts as a terminal shows them: `python -m docs.prompts`.

It answers each question with Enter, but for the framework, and draws what is on the screen then.
"""

import html
import itertools
import tempfile
from pathlib import Path

from tests.projects import clone_of_working_tree
from tests.test_prompts import DOWN, ENTER, Screen, copy

PICTURE = Path(__file__).parent / "prompts.svg"
# What is asked of who chooses Django.
QUESTIONS = (
    "What is the project called?",
    "Which name does Python import it by?",
    "What does it do, in one line?",
    "Who is the author?",
    "What is their email address?",
    "Which framework does it use?",
    "Which test stack runs its async tests?",
    "Which database does it use?",
    "Which licence does it have?",
    "Where does CI run?",
)
FONT = "ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace"
COLOURS = {
    "default": "#d8dee9",
    "black": "#4c566a",
    "red": "#ff8f87",
    "green": "#8fd49b",
    "brown": "#ebcb8b",
    "blue": "#8ab4f8",
    "magenta": "#d7a3e0",
    "cyan": "#7fd3d8",
    "white": "#eceff4",
}
NO_BREAK = "&#160;"  # Several plain spaces would be shown as one.
WIDTH, HEIGHT, MARGIN = 8.4, 19, 16  # of a character, of a line and around all, in pixels


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
    """Return an SVG of a screen: each line of it, in its colours."""
    lines = [(number, line) for number, line in enumerate(screen.display) if line.strip()]
    height = (lines[-1][0] + 1) * HEIGHT + 2 * MARGIN
    width = screen.columns * WIDTH + 2 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height}" role="img">',
        "<title>The prompts of copier copy in a terminal</title>",
        f'<rect width="{width:g}" height="{height}" rx="8" fill="#1e2430"/>',
        f'<g font-family="{FONT}" font-size="14">',
    ]
    for number, line in lines:
        parts.append(f'<text y="{number * HEIGHT + MARGIN + 14}">')
        start = 0
        row = screen.buffer[number]
        styles = [(row[column].fg, row[column].bold) for column in range(len(line.rstrip()))]
        for style, run in itertools.groupby(styles):
            end = start + len(list(run))
            if line[start:end].strip():
                parts.append(span(line[start:end], start, *style))
            start = end
        parts.append("</text>")
    return "\n".join([*parts, "</g>", "</svg>", ""])


def span(text: str, column: int, colour: str, bold: bool) -> str:
    """Return a text of one style that starts in this column."""
    weight = ' font-weight="bold"' if bold else ""
    fill = COLOURS.get(colour, f"#{colour}")
    content = html.escape(text).replace(" ", NO_BREAK)
    return (
        f'<tspan x="{column * WIDTH + MARGIN:g}" fill="{fill}"{weight}'
        f' textLength="{len(text) * WIDTH:g}">{content}</tspan>'
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        template = clone_of_working_tree(Path(folder) / "template")
        PICTURE.write_text(picture(screen(template, Path(folder))), encoding="utf-8")
