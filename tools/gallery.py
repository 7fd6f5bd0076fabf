"""The gallery: projects rendered by Copier, and what the pages show of them."""

import difflib
import functools
import html
import itertools
import json
import re
import shlex
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import TextLexer, get_lexer_for_filename
from pygments.util import ClassNotFound

ROOT = Path(__file__).parents[1]
QUESTIONS: dict[str, Any] = yaml.safe_load((ROOT / "copier.yml").read_text(encoding="utf-8"))

# What is chosen on the page, in the order of the questions.
CHOSEN = ("framework", "test_stack", "anyio_backends", "database", "license", "ci")
DEFAULTS: dict[str, Any] = {
    "framework": "plain",
    "test_stack": "pytest-anyio",
    "anyio_backends": ["asyncio", "trio"],
    "database": "sqlite",
    "license": "MIT",
    "ci": "github",
}

Answers = Mapping[str, Any]


def values(name: str) -> list[str]:
    """Return the choices of a question of copier.yml."""
    return list(QUESTIONS[name]["choices"].values())


def applies(name: str, answers: Answers) -> bool:
    """Return whether a question is asked of who has given these answers."""
    if name == "anyio_backends":
        return (answers["framework"], answers["test_stack"]) == ("plain", "pytest-anyio")
    return name != "database" or answers["framework"] != "plain"


def complete(answers: Answers) -> dict[str, Any]:
    """Return the answers with the defaults of all other questions that are asked."""
    given = {**DEFAULTS, **answers}
    return {name: given[name] for name in CHOSEN if applies(name, given)}


def combinations() -> Iterator[dict[str, Any]]:
    """Yield each valid combination of what can be chosen on the page."""
    backends = [
        list(some)
        for count in range(1, 4)
        for some in itertools.combinations(values("anyio_backends"), count)
    ]
    seen = []
    for each in itertools.product(
        values("framework"),
        values("test_stack"),
        backends,
        values("database"),
        values("license"),
        values("ci"),
    ):
        answers = complete(dict(zip(CHOSEN, each, strict=True)))
        if answers not in seen:
            seen.append(answers)
            yield answers


def key(answers: Answers) -> str:
    """Return `plain/pytest-anyio/asyncio+trio/MIT/github` or the like: gallery.js does the same."""
    chosen = complete(answers).values()
    return "/".join("+".join(each) if isinstance(each, list) else each for each in chosen)


def command(answers: Answers) -> str:
    """Return the shell command that renders a project with these answers."""
    data = [
        f"--data {shlex.quote(f'{name}={json.dumps(value)}')}"
        if isinstance(value, list)
        else f"--data {name}={value}"
        for name, value in complete(answers).items()
        if value != DEFAULTS[name]
    ]
    return " ".join(["uvx copier copy --defaults", *data, '"$TEMPLATE" my-project'])


@dataclass(frozen=True)
class Rendered:
    """A rendered project: its answers, and the text of each of its files by its path."""

    answers: Answers
    files: Mapping[str, str]


def render(template: Path, each: Iterable[Answers], version: str | None) -> list[Rendered]:
    """Return a project for each set of answers, as `copier copy --defaults` renders it.

    `version` is a tag or `HEAD`; the newest tag if it is `None`. Where the path of the template
    would stand, it says `$TEMPLATE`.
    """
    # Imported only now: Copier takes a copy of the environment, which tests/conftest.py sets up.
    import copier

    rendered = []
    for answers in each:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "my-project"
            copier.run_copy(
                str(template),
                path,
                data=complete(answers),
                defaults=True,
                quiet=True,
                vcs_ref=version,
                settings=copier.Settings(),
            )
            rendered.append(Rendered(complete(answers), texts(path, template)))
    return rendered


def texts(project: Path, template: Path) -> dict[str, str]:
    """Return the text of each file of a project that was rendered from this template."""
    files = sorted(path for path in project.rglob("*") if path.is_file())
    return {
        path.relative_to(project).as_posix(): path.read_text(encoding="utf-8").replace(
            str(template), "$TEMPLATE"
        )
        for path in files
    }


def difference(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """Return a unified diff for each file that differs, as `git apply` takes it."""
    paths = sorted({*before, *after})
    diffs = {path: difference_of(path, before.get(path), after.get(path)) for path in paths}
    return {path: diff for path, diff in diffs.items() if diff}


@functools.cache
def difference_of(path: str, before: str | None, after: str | None) -> str:
    """Return how a file differs, where `None` stands for no file."""
    lines = difflib.unified_diff(
        (before or "").splitlines(keepends=True),
        (after or "").splitlines(keepends=True),
        "/dev/null" if before is None else f"a/{path}",
        "/dev/null" if after is None else f"b/{path}",
    )
    return "".join(lines)


def lexer_of(path: str) -> Lexer:
    lexer: Lexer
    try:
        lexer = get_lexer_for_filename(path, stripnl=False, ensurenl=False)
    except ClassNotFound:
        lexer = TextLexer(stripnl=False, ensurenl=False)
    return lexer


@functools.cache
def coloured(path: str, text: str) -> str:
    """Return HTML of a file's text, with the classes of Pygments."""
    return highlight(text, lexer_of(path), HtmlFormatter(nowrap=True)) if text else ""


def data(rendered: Iterable[Rendered]) -> dict[str, Any]:
    """Return what gallery.js shows, each path, file and diff in it once."""
    by_key = {key(project.answers): project for project in rendered}
    numbers: dict[str, dict[str, int]] = {"paths": {}, "files": {}, "diffs": {}}

    def number(kind: str, value: str) -> int:
        return numbers[kind].setdefault(value, len(numbers[kind]))

    projects = {}
    for name, project in by_key.items():
        diffs = {}
        for stack in values("test_stack"):
            other = by_key.get(key({**without_stack(project.answers), "test_stack": stack}))
            if other and stack != project.answers["test_stack"]:
                diffs[stack] = [
                    [number("paths", path), number("diffs", diff)]
                    for path, diff in difference(project.files, other.files).items()
                ]
        projects[name] = {
            "command": command(project.answers),
            "files": [
                [number("paths", path), number("files", coloured(path, text))]
                for path, text in project.files.items()
            ],
            "diffs": diffs,
        }
    return {**{kind: list(each) for kind, each in numbers.items()}, "projects": projects}


def without_stack(answers: Answers) -> dict[str, Any]:
    """Return the answers that a project keeps when it moves to another stack."""
    return {name: answers[name] for name in ("framework", "database", "license", "ci")
            if name in answers}  # fmt: skip


def script(rendered: Iterable[Rendered]) -> str:
    """Return the file that gives gallery.js its data: a page in a file may not fetch any."""
    return f"const GALLERY = {json.dumps(data(rendered), ensure_ascii=False)};\n"


def form() -> str:
    """Return the HTML of the choices, with the words of copier.yml."""
    parts = []
    for name in CHOSEN:
        question = QUESTIONS[name]
        kind = "checkbox" if question.get("multiselect") else "radio"
        parts.append(f'<fieldset id="{name}"><legend>{html.escape(question["help"])}</legend>')
        for label, value in question["choices"].items():
            default = DEFAULTS[name]
            checked = " checked" if value in (default if kind == "checkbox" else [default]) else ""
            title, _, text = re.sub(r" {2,}", "\n", label).partition("\n")
            parts.append(
                f'<label><input type="{kind}" name="{name}" value="{value}"{checked}>'
                f" <b>{html.escape(title)}</b> <span>{html.escape(text)}</span></label>"
            )
        parts.append("</fieldset>")
    return "\n".join(parts)


def tree(paths: Iterable[str]) -> str:
    """Return the paths as a tree, a line for each file and folder."""
    lines = ["my-project/"]

    def add(folder: dict[str, Any], indent: str) -> None:
        entries = sorted(folder.items(), key=lambda entry: (not entry[1], entry[0]))
        for number, (name, inside) in enumerate(entries):
            last = number == len(entries) - 1
            lines.append(f"{indent}{'└── ' if last else '├── '}{name}{'/' if inside else ''}")
            add(inside, indent + ("    " if last else "│   "))

    root: dict[str, Any] = {}
    for path in paths:
        folder = root
        for part in path.split("/"):
            folder = folder.setdefault(part, {})
    add(root, "")
    return "\n".join(lines)


def plain_page(project: Rendered) -> str:
    """Return a page that shows a project without any script."""
    title = title_of(project.answers)
    parts = [
        f"---\nsearch:\n  exclude: true\n---\n\n# {title}",
        f"```sh\n{command(project.answers)}\n```",
        f"```text\n{tree(project.files)}\n```",
    ]
    for path, text in project.files.items():
        parts.append(f"## `{path}`")
        parts.append(f"````{lexer_of(path).aliases[0]}\n{text}````" if text else "Empty.")
    return "\n\n".join(parts) + "\n"


def title_of(answers: Answers) -> str:
    framework = {"plain": "Plain Python", "django": "Django"}[answers["framework"]]
    stack = {
        "unittest": "Django's runner" if answers["framework"] == "django" else "unittest",
        "pytest-anyio": "pytest with AnyIO",
        "pytest-asyncio": "pytest with pytest-asyncio",
    }[answers["test_stack"]]
    return f"{framework}, {stack}"


def six() -> list[dict[str, Any]]:
    """Return each framework with each stack, all other answers left at their defaults."""
    return [
        complete({"framework": framework, "test_stack": stack})
        for framework in values("framework")
        for stack in values("test_stack")
    ]
