"""A developer's work in a project, and what an update makes of it."""

import random
import re
import shlex
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from tests.helpers import projects
from tests.helpers.projects import Project

Files = Mapping[str, bytes]

# Copier's own file, which it writes each time.
ANSWERS = ".copier-answers.yml"

# What a developer may have changed: the file, what stands in it, and what stands there afterwards.
EDITS: dict[str, list[tuple[str, str, str]]] = {
    "both": [
        ("README.md", "## Start\n", "Read ours.md first.\n\n## Start\n"),
        ("README.md", "## Stay current\n", "## Our ways\n\n## Stay current\n"),
        ("pyproject.toml", 'version = "0.1.0"', 'version = "0.2.0+ours"'),
        ("pyproject.toml", "\n[tool.mypy]\n", "\n[tool.ours]\nkey = 1\n\n[tool.mypy]\n"),
        ("pyproject.toml", '    "ruff>=0.17",\n', '    "ruff>=0.17",\n    "trove", # ours\n'),
        ("uv.lock", "", "ours = 0\n"),
        (".gitignore", "dist/\n", "dist/\nours/\n"),
        (".github/workflows/ci.yml", "uv run mypy\n", "uv run mypy # ours\n"),
        ("tests/test_ours.py", "", "def test_ours() -> None: ...\n"),
        ("tests/helpers_ours/__init__.py", "", "# ours\n"),
    ],
    "pytest": [
        ("tests/conftest.py", '"""Fixtures shared by all tests."""', '"""Shared by our tests."""'),
    ],
    "plain": [
        ("src/my_project/concurrency.py", "def check_limit", "ours = 4\n\n\ndef check_limit"),
        ("src/my_project/service.py", "def encode", "ours = 5\n\n\ndef encode"),
        ("src/my_project/ours.py", "", "ours = 6\n"),
        ("tests/test_service.py", "class TestAddress", "ours = 7\n\n\nclass TestAddress"),
        ("tests/test_service.py", "class AddressTest", "ours = 7\n\n\nclass AddressTest"),
        ("tests/test_concurrency.py", "class Hanging", "ours = 8\n\n\nclass Hanging"),
    ],
    "django": [
        ("config/settings.py", '"django.contrib.admin",\n', '"ours", "django.contrib.admin",\n'),
        ("my_project/models.py", "TEXT_LENGTH = 200\n", "TEXT_LENGTH = 300  # ours\n"),
        ("my_project/views.py", "async def show_notes", "ours = 11\n\n\nasync def show_notes"),
        ("my_project/migrations/0002_ours.py", "", "ours = 12\n"),
        ("tests/test_models.py", "import asyncio\n", "import asyncio\nimport ours\n"),
        ("tests/test_views.py", "LIST = ", "OURS = 14\nLIST = "),
        ("tests/async_database.py", "def end_test", "ours = 15\n\n\ndef end_test"),
    ],
}  # fmt: skip


def edit(project: Project) -> None:
    """Make each of the edits that the project has the lines for, and commit them."""
    package = project.saved_answers()["package_name"]
    for kind in ("both", "pytest", project.answers["framework"]):
        for name, old, new in EDITS[kind]:
            path = project.path / name.replace("my_project", package)
            if old and not (path.exists() and old in path.read_text(encoding="utf-8")):
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text(encoding="utf-8") if old else ""
            path.write_text(text.replace(old, new, 1) if old else new, encoding="utf-8")
    projects.commit_all(project.path, "Our work")


def write_own_code(project: Project) -> None:
    """Write a module, and its test in the form of the project's stack."""
    plain = project.answers["framework"] == "plain"
    package = "src/my_project" if plain else "my_project"
    code = """
        async def greet(name: str) -> str:
            return f"Hello, {name}"
    """
    if project.answers["test_stack"] == "unittest":
        base = "unittest import IsolatedAsyncioTestCase" if plain else "django.test import TestCase"
        test = f"""
            from {base}

            from my_project.greeting import greet


            class GreetingTest({base.rpartition(" ")[2]}):
                async def test_greets(self) -> None:
                    self.assertEqual(await greet("world"), "Hello, world")
        """
    else:
        test = """
            from my_project.greeting import greet


            async def test_greets() -> None:
                assert await greet("world") == "Hello, world"
        """
    for name, text in ((f"{package}/greeting.py", code), ("tests/test_greeting.py", test)):
        (project.path / name).write_text(dedent(text).lstrip(), encoding="utf-8")


# The sample: its files, and what mentions it elsewhere.
SAMPLE: dict[str, tuple[tuple[str, ...], list[tuple[str, str, str]]]] = {
    "plain": (
        (
            "src/my_project/concurrency.py", "src/my_project/service.py",
            "tests/test_concurrency.py", "tests/test_service.py",
        ),
        [("src/my_project/__init__.py", r"(?s)\n.*", "\n")],
    ),
    "django": (
        (
            "my_project/forms.py", "my_project/signals.py", "my_project/urls.py",
            "my_project/views.py", "my_project/templates/notes/", "tests/test_models.py",
            "tests/test_views.py",
        ),
        [
            ("config/urls.py", r"\n.*my_project\.urls.*", ""),
            ("config/settings.py", r"notes:list", "/"),
            ("my_project/admin.py", r"Note, |\nadmin\.site\.register\(Note\)", ""),
            (
                "my_project/models.py",
                r"(?s)if TYPE_CHECKING.*(?=\n\nclass User)|\n\n    notes: .*",
                "",
            ),
        ],
    ),
}  # fmt: skip


def delete_sample(project: Project) -> tuple[str, ...]:
    """Delete the sample as the README says, up to what its commands do, and return what is gone."""
    deleted, mentions = SAMPLE[project.answers["framework"]]
    project.run(f"git rm --quiet -r {shlex.join(deleted)}")
    for name, pattern, rest in mentions:
        path = project.path / name
        text, count = re.subn(pattern, rest, path.read_text(encoding="utf-8"))
        assert count, name
        path.write_text(text, encoding="utf-8")
    return deleted


# Files of a developer's own. Some have the names of files that only other answers bring.
OWN = (
    "tests/conftest.py", "tests/async_database.py", "tests/__init__.py", "tests/test_ours.py",
    "tests/test_zoë and ours.py", "tests/ours/__init__.py", ".github/workflows/ci.yml",
    ".gitlab-ci.yml", "LICENSE", ".env.example", "docs/ours.md", "ours.bin", "uv.lock",
)  # fmt: skip


def work(path: Path, dice: random.Random, name: str) -> None:
    """Change some files of a project in one way or another, in a few commits.

    `name` is on each new line, with a number: no two lines are the same.
    """
    for number in range(dice.randint(2, 12)):
        change(path, dice, f"{name}.{number}")
        if dice.random() < 0.3:
            projects.commit_all(path, f"Our work {name}.{number}")
    projects.commit_all(path, f"Our work {name}")


def change(path: Path, dice: random.Random, mark: str) -> None:
    """Change one file, or more."""
    files = sorted(
        file
        for file in path.rglob("*")
        if file.is_file()
        and not {".git", ".venv"} & set(file.relative_to(path).parts)
        and file.name not in {ANSWERS, ".gitattributes", "ours.bin"}
    )
    file = dice.choice(files)
    lines = file.read_bytes().split(b"\n")
    ours = f"# ours {mark}".encode()
    place = dice.randrange(len(lines))
    match dice.choice(["insert"] * 4 + ["change"] * 3 + ["own"] * 3 + ["cut", "delete", "rename"]):
        case "insert":
            lines[place:place] = [ours + b" first", ours + b" last"][: dice.randint(1, 2)]
        case "change":
            lines[place] += ours
        case "cut":
            del lines[place : place + dice.randint(1, 3)]
        case "delete":
            file.unlink()
            return
        case "rename":
            file.rename(file.with_name(f"ours_{mark}_{file.name}"))
            return
        case "own":
            file = path / dice.choice(OWN)
            file.parent.mkdir(parents=True, exist_ok=True)
            # Without a newline at its end, and no text.
            lines = [b"\0\xff", ours] if file.suffix == ".bin" else [ours, b"all of it " + ours]
    file.write_bytes(b"\n".join(lines))


def listed(project: Project, kind: str) -> set[str]:
    """Return the files that git, asked as Copier's closing message says, calls unmerged or deleted.

    `kind` is U or D.
    """
    output = project.run(f"git diff -z --relative --name-only --diff-filter={kind}").stdout
    return set(filter(None, output.split("\0")))


def fates(old: Files, mine: Files, new: Files, project: Project) -> dict[str, str]:
    """Return what an update has made of each file that the developer had changed.

    Given are the files as the template made them before, as the developer had committed them, and
    as the template makes them now. A file's fate is one of

    - kept: it is as the developer had it, or as deleted;
    - merged: it has what the developer and the template have changed, line by line;
    - conflict: it has both sides, and git calls it unmerged;
    - named: the template has none of this name any more, and git lists it as deleted;
    - LOST: none of these. So is a file that only the template has changed, and that is not new now.
    """
    now = project.files()
    unmerged, deleted = listed(project, "U"), listed(project, "D")
    found: dict[str, str] = {}
    for name in ({*old, *mine, *new, *now}) - {ANSWERS}:
        before, own, after, is_now = (files.get(name) for files in (old, mine, new, now))
        fate = "LOST"
        if own == before:
            if is_now == after:
                continue
        elif own is None or own == after or before == after:
            if is_now == own:
                fate = "kept"
        elif after is None:
            if is_now is None and name in deleted:
                fate = "named"
        elif is_now is None:
            pass
        elif name in unmerged:
            if added(before, own) | added(before, after) <= lines(is_now):
                fate = "conflict"
        elif has_both(lines(before), lines(own), lines(after), lines(is_now)):
            fate = "merged"
        found[name] = fate
    return found


def lines(content: bytes | None) -> Counter[bytes]:
    """Count the lines that are not empty."""
    return Counter(line for line in (content or b"").split(b"\n") if line.strip())


def added(before: bytes | None, after: bytes | None) -> Counter[bytes]:
    return lines(after) - lines(before)


def has_both(
    before: Counter[bytes], mine: Counter[bytes], theirs: Counter[bytes], now: Counter[bytes]
) -> bool:
    """Return whether each line is there as often as after both changes, one on top of the other."""
    for line in before | mine | theirs | now:
        by_me, by_them = mine[line] - before[line], theirs[line] - before[line]
        allowed = {by_me + by_them}
        if by_me * by_them > 0:
            # Both may have made the same change, which is then made once.
            allowed |= {max(by_me, by_them, key=abs)}
        if now[line] - before[line] not in allowed:
            return False
    return True
