"""The catalogue of traps: tests that are green by default although they should not be.

Each file of tests/traps/ is one, written for pytest. Under its first line, which says why it is a
trap, may stand how it differs from the others:

    # caught by: ruff F811                  or mypy and a code, or nothing; by default, the test run
    # caught by pytest-anyio: run           the same, in one stack
    # before 3.12: ruff E722                the same, on Python 3.11
    # before 3.12 django: nothing           the same, in one stack
    # stacks: unittest django               by default, all four
    # file: tests/checks.py                 by default, tests/test_trap.py
    # arguments: -k trap                    of the test command
    # environment: PYTHONOPTIMIZE=1
    # verbatim                              not to be moved into a class for unittest
"""

import ast
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests import projects
from tests.projects import Answers

FOLDER = Path(__file__).parent / "traps"
# The stack of a trap, and the project in which it is tried.
STACKS: Mapping[str, Answers] = {
    "unittest": {"framework": "plain", "test_stack": "unittest"},
    "django": {"framework": "django", "test_stack": "unittest"},
    "pytest-anyio": {"framework": "plain", "test_stack": "pytest-anyio"},
    "pytest-asyncio": {"framework": "plain", "test_stack": "pytest-asyncio"},
}
BASE = {
    "unittest": ("unittest", "IsolatedAsyncioTestCase"),
    "django": ("django.test", "SimpleTestCase"),
}
HONEST = "async def test_honest() -> None:\n    assert True\n"
BARE = FOLDER / "bare.json"
PAGE = projects.ROOT / "docs" / "never-falsely-green.md"
# A Python without `sys.monitoring`, where the guard traces, and one with it.
OLD, NEW = "3.11", "3.13"
COLUMNS = (
    "traps",
    "green by default",
    f"green here on {OLD}",
    f"and for ruff and mypy on {OLD}",
    f"green here on {NEW}",
    f"and for ruff and mypy on {NEW}",
)
# Seconds after which a test hangs, by the project's own setting, and after which a run does.
TEST_HANGS, RUN_HANGS = 2, 60


@dataclass(frozen=True)
class Trap:
    """A file of the catalogue."""

    path: Path

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.stem}"

    @cached_property
    def parts(self) -> tuple[str, dict[str, str], str]:
        """Return its sentence, what is said about it, and its code."""
        text = self.path.read_text(encoding="utf-8")
        match = re.fullmatch(r'"""(.*)"""\n\n?((?:# .*\n)*)\n*((?s:.*))', text)
        assert match, f"{self.path}: first a docstring of one line"
        said = dict(line[2:].partition(":")[::2] for line in match[2].splitlines())
        return match[1], {key: value.strip() for key, value in said.items()}, match[3]

    @property
    def stacks(self) -> list[str]:
        return self.parts[1].get("stacks", " ".join(STACKS)).split()

    def caught_by(self, stack: str, python: str) -> str:
        said = self.parts[1]
        now = said.get(f"caught by {stack}", said.get("caught by", "run"))
        before = said.get(f"before 3.12 {stack}", said.get("before 3.12", now))
        return before if python == "3.11" else now

    @property
    def file(self) -> str:
        return self.parts[1].get("file", "tests/test_trap.py")

    @property
    def hangs(self) -> bool:
        return self.path.parent.name == "hangs"

    def code(self, stack: str) -> str:
        """Return its code as one would write it in a stack."""
        code = self.parts[2]
        if stack in BASE and "verbatim" not in self.parts[1]:
            return in_a_class(code, *BASE[stack])
        if stack == "pytest-anyio" and re.search(r"^import (asyncio|uvloop)$", code, re.MULTILINE):
            # What is written for asyncio runs on no other backend.
            mark = '@pytest.mark.parametrize("anyio_backend", ["asyncio"])'
            code = re.sub("^import pytest\n", "", code, flags=re.MULTILINE)
            code = re.sub(
                r"^(?=async def test|class Test\w*:)", f"{mark}\n", code, flags=re.MULTILINE
            )
            return f"import pytest\n{code}"
        return code


def in_stack(stack: str, code: str) -> str:
    """Return test functions as they are written in a stack."""
    return in_a_class(code, *BASE[stack]) if stack in BASE else code


def in_a_class(code: str, module: str, base: str) -> str:
    """Move the test functions of `code` into a test case of that base class."""
    lines = code.splitlines(keepends=True)
    methods = []
    for node in reversed(ast.parse(code).body if "def " in code else []):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if node.name.startswith("test"):
            first = min(part.lineno for part in (node, *node.decorator_list)) - 1
            method = "".join(lines[first : node.end_lineno])
            methods.append(re.sub(r"(def test\w*)\(", r"\1(self", method, count=1))
            del lines[first : node.end_lineno]
    if not methods:
        return code
    body = textwrap.indent("\n".join(reversed(methods)), "    ")
    return f"from {module} import {base}\n{''.join(lines)}\n\nclass TrapTest({base}):\n{body}"


def traps(stack: str) -> list[Trap]:
    """Return the traps of a stack."""
    found = [Trap(path) for path in sorted(FOLDER.rglob("*.py"))]
    return [trap for trap in found if stack in trap.stacks]


@dataclass(frozen=True)
class Bench:
    """A rendered and installed project in whose copies traps are tried."""

    stack: str
    path: Path
    python: Path
    version: str

    def prepare(self, path: Path, *, bare: bool = False) -> None:
        """Copy the project, with one honest test in place of its own, and perhaps no guard."""
        shutil.copytree(self.path, path, ignore=shutil.ignore_patterns(".*", "test_*", "*.lock"))
        honest = in_stack(self.stack, HONEST)
        (path / "tests" / "test_honest.py").write_text(honest, encoding="utf-8")
        tests, settings = path / "tests", path / "pyproject.toml"
        if bare:
            shutil.rmtree(tests / "guard")
            replace(tests / "__init__.py", r"(?s).*", "")
            replace(tests / "conftest.py", r"(?m)^pytest_plugins = .*\n", "")
            mode = f'{self.stack.removeprefix("pytest-")}_mode = "auto"'
            replace(settings, r"(?ms)^\[tool\.pytest\].*?(?=^\[)", f"[tool.pytest]\n{mode}\n\n")
        limit = tests / "guard" / "watch.py"
        replace(limit, r"(?m)^TIME_LIMIT = \d+", f"TIME_LIMIT = {TEST_HANGS}")

    def run(self, path: Path, arguments: str = "", environment: str = "") -> tuple[str, str]:
        """Run the README's test command, and return "green", "red" or "hangs", and its output."""
        module = {"unittest": "-m unittest", "django": "manage.py test"}.get(
            self.stack, "-m pytest"
        )
        # Not the folder in which the project is installed, but its copy.
        env = projects.environment() | {"PYTHONPATH": f"{path / 'src'}{os.pathsep}{path}"}
        env |= dict([environment.split("=")] if environment else [])
        with subprocess.Popen(
            [self.python, *module.split(), *arguments.split()],
            cwd=path,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        ) as process:
            try:
                output, _ = process.communicate(timeout=RUN_HANGS)
            except subprocess.TimeoutExpired:
                # Those that it has started hold its output open.
                os.killpg(process.pid, signal.SIGKILL)
                return "hangs", process.communicate()[0]
        return "red" if process.returncode else "green", output

    def spring(self, trap: Trap, folder: Path, *, bare: bool = False) -> tuple[str, str]:
        """Try one trap in a new folder."""
        self.prepare(folder, bare=bare)
        file = folder / trap.file
        file.parent.mkdir(exist_ok=True)
        file.write_text(trap.code(self.stack), encoding="utf-8")
        said = trap.parts[1]
        return self.run(folder, said.get("arguments", ""), said.get("environment", ""))

    def spring_all(
        self, traps: Iterable[Trap], folder: Path, *, bare: bool = False
    ) -> dict[Trap, tuple[str, str]]:
        """Try traps, a few at a time, and return what became of each."""
        traps = list(traps)
        projects.tools()  # before any thread asks for it
        with ThreadPoolExecutor(os.cpu_count()) as executor:
            results = executor.map(
                lambda trap: self.spring(trap, folder / trap.name, bare=bare), traps
            )
            return dict(zip(traps, results, strict=True))

    def check(self, traps: Iterable[Trap], folder: Path) -> dict[Trap, set[str]]:
        """Return what ruff and mypy say of each trap: their codes."""
        self.prepare(folder)
        files = {f"test_{trap.name.replace('/', '_')}.py": trap for trap in traps}
        for name, trap in files.items():
            text = trap.code(self.stack)
            (folder / "tests" / name).write_text(text, encoding="utf-8")
        found: dict[Trap, set[str]] = {trap: set() for trap in files.values()}
        env = projects.environment()
        ruff = subprocess.run(
            # Moved into a class, a trap has its imports in another order.
            [self.python, "-m", "ruff", "check", "--ignore=I", "--output-format", "json"],
            cwd=folder, env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        for finding in json.loads(ruff.stdout):
            if caught := files.get(Path(finding["filename"]).name):
                found[caught].add(f"ruff {finding['code']}")
        mypy = subprocess.run(
            [self.python, "-m", "mypy", "--no-error-summary"],
            cwd=folder, env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        errors = re.findall(r"^(\S+?):\d+: error: .*\[([\w-]+)\]$", mypy.stdout, re.MULTILINE)
        for path, code in errors:
            if caught := files.get(Path(path).name):
                found[caught].add(f"mypy {code}")
        return found


def replace(path: Path, pattern: str, text: str) -> None:
    """Replace the first match in a file, if both are there."""
    if path.exists():
        old = path.read_text(encoding="utf-8")
        path.write_text(re.sub(pattern, lambda _: text, old, count=1), encoding="utf-8")


KINDS = {
    "never_awaited": "Never awaited",
    "nobody_looks": "Failed where nobody looks",
    "ran_as_something_else": "Ran as something else",
    "never_collected": "Never collected",
    "configuration": "Under another configuration",
    "hangs": "Hangs",
}
INTRODUCTION = """\
# Never falsely green

A trap is a test that does not run, or that fails where nobody looks: by default, the run is green.
This page is made of the catalogue in `tests/traps/`, which the tests of this template try in
rendered projects, with the test command of their README. What is red by default is in it as well,
for the day when it no longer is.

Each assertion in a file of tests has to be reached by one of its tests, and must not fail in one
that is green: in a test, a fixture, a helper, a callback, a task. It may be left out under an `if`,
in an `except`, behind something that may return, in a method of a fake, and in a function in which
the word `unguarded` stands, as in a comment. Helpers are asked for when all tests of their file
were run in one process, and the run was green.

What is reached is seen by `sys.monitoring`. On Python 3.11 the tests of a run are traced instead,
if one of their files has such assertions: not under a debugger or coverage, which trace themselves.
A trace takes time: a test that allows itself some milliseconds may want more there.

A task that still runs when its loop is closed fails the test, unless a library has begun it for
itself, as AnyIO does for its pool of processes.

"""
BY_HAND = """
## What nothing catches

Those below of which it says *nothing*. Write tests so that they cannot happen:

- Start tasks in a task group, which awaits them and raises what they raise.
- Look at what `gather(return_exceptions=True)`, an executor or a process gives back.
- Let a time limit raise, and expect the `TimeoutError`. Do not suppress it.
- Say which exception is expected, and of which text, around one line.
- Before a loop over results, assert how many there are.
- Measure the coverage: `uv run coverage run` and `uv run coverage report` fail when a line of the
  tests was never run. That shows loops over nothing, branches never taken, callbacks never called.
- See each test fail once, before you trust it.
"""


def page() -> str:
    """Return the page of the documentation that shows the catalogue."""
    # By stack and colour, the traps that are not green.
    measured: dict[str, dict[str, list[str]]] = json.loads(BARE.read_text(encoding="utf-8"))
    text = INTRODUCTION + row("", *COLUMNS) + row(*["---"] * 7)
    for stack in STACKS:
        every = traps(stack)
        unseen = sum(trap.name not in measured[stack]["red"] for trap in every)
        counts = []
        for python in (OLD, NEW):
            caught = [trap.caught_by(stack, python) for trap in every]
            counts += [len(caught) - caught.count("run"), caught.count("nothing")]
        text += row(stack, len(every), unseen, *counts)
    text += BY_HAND
    for kind, title in KINDS.items():
        text += f"\n## {title}\n"
        for path in sorted((FOLDER / kind).glob("*.py")):
            trap = Trap(path)
            why, said, code = trap.parts
            setting = [
                f"`{said[key]}`" for key in ("file", "arguments", "environment") if key in said
            ]
            text += f"\n### {path.stem.replace('_', ' ').capitalize()}\n\n{why}"
            text += f" With {', '.join(setting)}." if setting else ""
            text += f"\n\n```python\n{code.rstrip()}\n```\n\n"
            outcomes: dict[tuple[str, str], list[str]] = {}
            for stack in trap.stacks:
                here = outcome(trap.caught_by(stack, NEW))
                if here != (before := outcome(trap.caught_by(stack, OLD))):
                    here += f"; on Python {OLD} {before}"
                colours = [one for one, names in measured[stack].items() if trap.name in names]
                outcomes.setdefault(((colours or ["green"])[0], here), []).append(stack)
            for (default, here), stacks in outcomes.items():
                which = "" if stacks == list(STACKS) else f"{', '.join(stacks)}: "
                text += f"- {which}{default} by default; here {here}\n"
    return text


def row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |\n"


def outcome(caught_by: str) -> str:
    """Return what becomes of a trap in a rendered project."""
    found = {"run": "red", "nothing": "green, and nothing objects"}
    return found.get(caught_by, f"green, but {caught_by} objects")


def main() -> None:
    """Write the page; with --measure, try all traps without the guard before."""
    if "--measure" in sys.argv:
        measured = {}
        for stack, answers in STACKS.items():
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "project"
                data = [f"--data={name}={value}" for name, value in answers.items()]
                copier = f"{projects.script('copier')} copy --quiet --defaults --vcs-ref=HEAD"
                projects.run(f"{copier} {' '.join(data)} {projects.ROOT} {path}")
                projects.run("uv sync --quiet", cwd=path)
                projects.run("uv pip install --quiet hypothesis pytest-xdist uvloop", cwd=path)
                bench = Bench(stack, path, path / ".venv" / "bin" / "python", NEW)
                results = bench.spring_all(traps(stack), Path(folder) / "bare", bare=True)
                measured[stack] = {
                    colour: [trap.name for trap, (found, _) in results.items() if found == colour]
                    for colour in ("red", "hangs")
                }
        BARE.write_text(json.dumps(measured, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
