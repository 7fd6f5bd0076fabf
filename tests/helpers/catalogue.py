"""The catalogue of traps: tests that are green by default although they should not be.

Each file of tests/traps/ is one, written for pytest. Under its first line, which says why it is a
trap, may stand how it differs from the others:

    # stacks: unittest django               by default, all four
    # file: tests/checks.py                 by default, tests/test_trap.py
    # arguments: -k trap                    of the test command
    # environment: PYTHONOPTIMIZE=1
    # verbatim                              not to be moved into a class for unittest
    # general                               not about async tests: nothing here looks for it

tests/traps/caught.json says what catches each: `run` (the test command), `coverage` (of the tests),
a rule of ruff or mypy, or `nothing`.
"""

import ast
import json
import os
import re
import shutil
import signal
import subprocess
import textwrap
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.helpers import projects
from tests.helpers.projects import Answers

FOLDER = projects.ROOT / "tests" / "traps"
HONEST_FOLDER = projects.ROOT / "tests" / "honest"
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
MODULE = {"unittest": "-m unittest", "django": "manage.py test"}
HONEST = "async def test_honest() -> None:\n    assert True\n"
CAUGHT = FOLDER / "caught.json"
PYTHONS = ("3.11", "3.13")
# Seconds after which a test hangs, by the project's own setting, and after which a run does.
TEST_HANGS, RUN_HANGS = 2, 60
TESTS = "*/tests/*,*/tests.py,*/test_*.py"


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

    @property
    def is_general(self) -> bool:
        return "general" in self.parts[1]

    @property
    def file(self) -> str:
        return self.parts[1].get("file", "tests/test_trap.py")

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


def traps(stack: str, folder: Path = FOLDER) -> list[Trap]:
    """Return the traps of a stack."""
    found = [Trap(path) for path in sorted(folder.rglob("*.py"))]
    return [trap for trap in found if stack in trap.stacks]


def caught_by(trap: Trap, stack: str, python: str) -> str:
    """Return what catches a trap, as the table has it."""
    verdict: str | dict[str, str] = json.loads(CAUGHT.read_text(encoding="utf-8"))[trap.name]
    if isinstance(verdict, str):
        return verdict
    column = f"{stack} {PYTHONS[0]}" if python == PYTHONS[0] else stack
    return verdict.get(column, verdict[stack])


@dataclass(frozen=True)
class Bench:
    """A rendered and installed project in whose copies traps are tried."""

    stack: str
    path: Path
    python: Path
    version: str

    def prepare(self, path: Path, *, bare: bool = False, hangs: int = TEST_HANGS) -> None:
        """Copy the project, with one honest test in place of its own, and perhaps no guard."""
        shutil.copytree(self.path, path, ignore=shutil.ignore_patterns(".*", "test_*", "*.lock"))
        tests, settings = path / "tests", path / "pyproject.toml"
        honest = in_stack(self.stack, HONEST)
        (tests / "test_honest.py").write_text(honest, encoding="utf-8")
        limit = tests / "time_limit.py"
        replace(limit, r"(?m)^TIME_LIMIT = \d+", f"TIME_LIMIT = {hangs}")
        replace(limit, r"TIME_LIMIT \+ 10", "TIME_LIMIT + 1")
        if bare:
            replace(tests / "__init__.py", r"(?s).*", "")
            runner = 'TEST_RUNNER = "django.test.runner.DiscoverRunner"'
            replace(path / "config" / "settings_test.py", r"(?m)^TEST_RUNNER.*", runner)
            mode = f'{self.stack.removeprefix("pytest-")}_mode = "auto"'
            replace(settings, r"(?ms)^\[tool\.pytest\].*?(?=^\[)", f"[tool.pytest]\n{mode}\n\n")

    def run(self, path: Path, command: str, environment: str = "") -> tuple[str, str]:
        """Run a module of Python's, and return "green", "red" or "hangs", and its output."""
        # Not the folder in which the project is installed, but its copy.
        env = projects.environment() | {"PYTHONPATH": f"{path / 'src'}{os.pathsep}{path}"}
        env |= dict([environment.split("=")] if environment else [])
        with subprocess.Popen(
            [self.python, *command.split()],
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

    def test(self, path: Path, arguments: str = "", environment: str = "") -> tuple[str, str]:
        """Run the README's test command."""
        command = f"{MODULE.get(self.stack, '-m pytest')} {arguments}"
        return self.run(path, command, environment)

    def write(self, folder: Path, trap: Trap) -> None:
        """Write a trap, or an honest file, into a copy of the project."""
        file = folder / trap.file
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_text(trap.code(self.stack), encoding="utf-8")

    def spring(self, trap: Trap, folder: Path, *, bare: bool = False) -> tuple[str, str]:
        """Try one trap in a new folder: return "run", "coverage", "green" or "hangs"."""
        self.prepare(folder, bare=bare)
        self.write(folder, trap)
        said = trap.parts[1]
        command = f"{MODULE.get(self.stack, '-m pytest')} {said.get('arguments', '')}"
        measured = command if bare else f"-m coverage run {command}"
        colour, output = self.run(folder, measured, said.get("environment", ""))
        if colour != "green" or bare:
            return {"red": "run"}.get(colour, colour), output
        colour, report = self.run(folder, f"-m coverage report --include={TESTS} --fail-under=100")
        return {"red": "coverage"}.get(colour, colour), output + report

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
        files: dict[str, Trap] = {}
        for trap in traps:
            path = Path(trap.file)
            name = path.with_name(f"test_{trap.name.replace('/', '_')}.py").as_posix()
            if path.name != "test_trap.py":
                name = trap.file
            files[name] = trap
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(trap.code(self.stack), encoding="utf-8")
        found: dict[Trap, set[str]] = {trap: set() for trap in files.values()}
        env = projects.environment()
        ruff = subprocess.run(
            # Moved into a class, a trap has its imports in another order.
            [self.python, "-m", "ruff", "check", "--ignore=I", "--output-format", "json"],
            cwd=folder, env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        for finding in json.loads(ruff.stdout):
            name = Path(finding["filename"]).resolve().relative_to(folder.resolve()).as_posix()
            if caught := files.get(name):
                found[caught].add(f"ruff {finding['code']}")
        mypy = subprocess.run(
            [self.python, "-m", "mypy", "--no-error-summary"],
            cwd=folder, env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        errors = re.findall(r"^(\S+?):\d+: error: .*\[([\w-]+)\]$", mypy.stdout, re.MULTILINE)
        for path_of_error, code in errors:
            if caught := files.get(Path(path_of_error).as_posix()):
                found[caught].add(f"mypy {code}")
        return found


def replace(path: Path, pattern: str, text: str) -> None:
    """Replace the first match in a file, if both are there."""
    if path.exists():
        old = path.read_text(encoding="utf-8")
        path.write_text(re.sub(pattern, lambda _: text, old, count=1), encoding="utf-8")


def installed(stack: str, python: str, path: Path) -> Bench:
    """Install a rendered project, and what the traps need beside it."""
    env = {"UV_PYTHON": python}
    projects.run("uv sync --quiet", cwd=path, env=env)
    projects.run("uv pip install --quiet hypothesis pytest-xdist uvloop freezegun", cwd=path)
    scripts = path / ".venv" / ("Scripts" if os.name == "nt" else "bin")
    return Bench(stack, path, scripts / "python", python)


def judge(bench: Bench, every: Iterable[Trap], folder: Path) -> dict[str, str]:
    """Return what catches each trap: the first gate that does."""
    results = bench.spring_all(every, folder / "run")
    verdicts = {trap: verdict for trap, (verdict, _) in results.items()}
    green = [trap for trap, verdict in verdicts.items() if verdict == "green"]
    for trap, codes in bench.check(green, folder / "check").items():
        verdicts[trap] = min(codes, default="nothing")
    return {trap.name: verdict for trap, verdict in verdicts.items()}
