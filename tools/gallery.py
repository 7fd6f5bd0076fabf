"""The gallery: the six projects, file by file, and what changes between two stacks."""

import difflib
import itertools
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pygments.lexers import get_lexer_for_filename
from pygments.util import ClassNotFound

ROOT = Path(__file__).parents[1]
FRAMEWORKS = {"plain": "Plain Python", "django": "Django"}
STACKS = {
    "unittest": "unittest",
    "pytest-anyio": "pytest with AnyIO",
    "pytest-asyncio": "pytest with pytest-asyncio",
}
SIX = [
    {"framework": framework, "test_stack": stack} for framework in FRAMEWORKS for stack in STACKS
]

Answers = Mapping[str, str]


@dataclass(frozen=True)
class Rendered:
    """A rendered project: its answers, and the text of each of its files by its path."""

    answers: Answers
    files: Mapping[str, str]

    @property
    def title(self) -> str:
        return f"{FRAMEWORKS[self.answers['framework']]}, {STACKS[self.answers['test_stack']]}"

    @property
    def name(self) -> str:
        return "-".join(self.answers.values())

    @property
    def command(self) -> str:
        """Return the shell command that renders it."""
        data = " ".join(f"--data {name}={value}" for name, value in self.answers.items())
        return f'uvx copier copy --defaults {data} "$TEMPLATE" my-project'


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
                data=dict(answers),
                defaults=True,
                quiet=True,
                vcs_ref=version,
                settings=copier.Settings(),
            )
            rendered.append(Rendered(answers, texts(path, template)))
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


def pages(rendered: Iterable[Rendered]) -> Iterator[tuple[str, str, str]]:
    """Yield the name, the title and the text of each page of the gallery."""
    rendered = list(rendered)
    for project in rendered:
        yield project.name, project.title, page(project)
    for one, other in itertools.combinations(rendered, 2):
        if one.answers["framework"] == other.answers["framework"]:
            stack = other.answers["test_stack"]
            title = f"{one.title}, compared with {STACKS[stack]}"
            yield f"{one.name}-{stack}", title, comparison(one, other, title)


def page(project: Rendered) -> str:
    """Return a page with the files of a project."""
    parts = [hidden_from_search(project.title), f"```sh\n{project.command}\n```"]
    for path, text in project.files.items():
        parts.append(f"## `{path}`")
        parts.append(f"````{language(path)}\n{text}````" if text else "Empty.")
    return "\n\n".join(parts) + "\n"


def comparison(one: Rendered, other: Rendered, title: str) -> str:
    """Return a page with what changes from one project to another, as `git apply` takes it."""
    parts = [hidden_from_search(title)]
    for path in sorted({*one.files, *other.files}):
        old, new = one.files.get(path), other.files.get(path)
        lines = difflib.unified_diff(
            (old or "").splitlines(keepends=True),
            (new or "").splitlines(keepends=True),
            "/dev/null" if old is None else f"a/{path}",
            "/dev/null" if new is None else f"b/{path}",
        )
        if difference := "".join(lines):
            parts.append(f"## `{path}`\n\n````diff\n{difference}````")
    return "\n\n".join(parts) + "\n"


def hidden_from_search(title: str) -> str:
    return f"---\nsearch:\n  exclude: true\n---\n\n# {title}"


def language(path: str) -> str:
    """Return what Markdown calls the language of a file."""
    try:
        alias: str = get_lexer_for_filename(path).aliases[0]
    except ClassNotFound:
        return "text"
    return alias
