"""Run commands, and take down what they cost."""

import functools
import json
import os
import shlex
import subprocess
import tempfile
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.helpers import projects
from tests.helpers.projects import Answers, Project


class Costs(NamedTuple):
    """What something has cost, in seconds."""

    wall: float
    cpu: float  # user and system, of a process and of all that it has started and waited for


# Each round has everything that is compared once, by its name, so that what disturbs the machine
# disturbs all alike. Rounds follow each other without end.
Rounds = Generator[Mapping[str, Costs]]


@dataclass
class Session:
    """What the groups of measurements share."""

    folder: Path  # empty, for one group
    python: str
    versions: dict[str, str] = field(default_factory=dict)

    @functools.cached_property
    def template(self) -> Path:
        """A clone of this repository, whose newest version is the working tree."""
        path = projects.clone_of_working_tree(self.folder / "template")
        projects.run("git gc --quiet", cwd=path)  # as a server sends it
        return path

    def project(self, name: str, answers: Answers) -> Project:
        """Render and install a project, and take down which versions it has installed."""
        rendered = projects.render(self.template, self.folder / name, answers)
        project = Project(rendered.path, answers, self.python)
        project.run("uv sync")
        self.versions["python"] = project.run("uv run python -V").stdout.split()[1]
        listed = json.loads(project.run("uv pip list --format=json").stdout)
        self.versions |= {one["name"]: one["version"] for one in listed if one["name"] in NAMED}
        return project


# The packages whose versions stand beside the figures.
NAMED = {"anyio", "asgiref", "django", "psycopg", "pytest", "pytest-asyncio", "pytest-django"}


def run(command: str, cwd: Path, env: Mapping[str, str] | None = None) -> Costs:
    """Run a command, without a shell, and return its costs.

    Raises `AssertionError` with all that was printed when the command fails.
    """
    # As in a new terminal: without bytecode, for one, each start would compile all that it imports.
    own = projects.environment().items()
    environment = {name: value for name, value in own if not name.startswith("PYTHON")}
    environment |= env or {}
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            shlex.split(command),
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            printed = output.read().decode("utf-8", errors="replace")
            raise AssertionError(f"{command!r} exited {process.returncode}:\n{printed}")
    return Costs(wall, usage.ru_utime + usage.ru_stime)


def python_of(project: Path) -> str:
    """Return the interpreter of an installed project, as a word of a command."""
    return shlex.quote(str(project / ".venv" / "bin" / "python"))
