"""How the time of this template's own tests grows with the projects that they render and run."""

import platform
import shlex
import sys
from importlib.metadata import version

from benchmarks.measure import Rounds, Session, run
from tests.projects import ROOT

SIZES = (6, 12, 24)


def suite(session: Session) -> Rounds:
    """Run tests/test_projects.py on 6, 12 and 24 projects."""
    command = f"{shlex.quote(sys.executable)} -m pytest -q tests/test_projects.py"
    session.versions |= {"python": platform.python_version(), "pytest": version("pytest")}
    yield {}  # no round that does not count: it would take minutes
    while True:
        yield {
            f"{size} projects": run(
                f"{command} --basetemp={shlex.quote(str(session.folder / str(size)))}",
                ROOT,
                {"PROJECTS": str(size)},
            )
            for size in SIZES
        }
