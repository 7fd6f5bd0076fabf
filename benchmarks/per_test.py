"""What a run of 1,000 trivial async tests costs on each stack, and what the template adds to it."""

import shutil
from pathlib import Path

from benchmarks.first_test import SETTINGS, name_of
from benchmarks.measure import Rounds, Session, python_of, run
from tests.helpers.projects import COMBINATIONS, ROOT, Project

COUNT = 1000
BARE, UNGUARDED, RENDERED = "bare", "no guard", "rendered"


def per_test(session: Session) -> Rounds:
    """Compare the bare plugin with the rendered configuration, with its guard and without it.

    Each runs 1,000 async tests, and none but a sync test that does nothing: its start-up. The floor
    runs 1,000 coroutines, and none, in one `asyncio.Runner`.
    """
    cases: dict[str, tuple[str, Path]] = {}
    for answers in COMBINATIONS:
        # On one backend, as all the others.
        backends = {"anyio_backends": ["asyncio"]} if "anyio" in name_of(answers) else {}
        project = session.project(name_of(answers), {**answers, **backends})
        for kind, (command, folder) in variants(project).items():
            write_tests(folder / "tests", answers, marked=kind == BARE)
            for count in (0, COUNT):
                case = f"{name_of(answers)}: {kind}, {count}"
                cases[case] = (f"{python_of(project.path)} {command.format(count)}", folder)
        floor = f"{python_of(project.path)} benchmarks/runner.py"
    cases |= {f"floor, {count}": (f"{floor} {count}", ROOT) for count in (0, COUNT)}
    while True:
        yield {case: run(command, folder) for case, (command, folder) in cases.items()}


def variants(project: Project) -> dict[str, tuple[str, Path]]:
    """Return how to run a test file with and without what is rendered, and in which folder."""
    bare = project.path.with_name(f"{project.path.name} {BARE}")
    django = project.answers["framework"] == "django"
    if project.answers["test_stack"] == "unittest":
        # Without its guard, nothing is left that the template would configure.
        shutil.copytree(project.path, bare, ignore=shutil.ignore_patterns(".*"))
        (bare / "tests" / "__init__.py").write_text("", encoding="utf-8")
        command = "manage.py test tests.test_{}" if django else "-m unittest tests.test_{}"
        runner = " --testrunner=django.test.runner.DiscoverRunner" if django else ""
        return {BARE: (command + runner, bare), RENDERED: (command, project.path)}
    bare.mkdir()
    (bare / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (bare / "settings.py").write_text(SETTINGS, encoding="utf-8")
    command = "-m pytest tests/test_{}.py"
    return {
        BARE: (f"{command} --ds=settings" if django else command, bare),
        UNGUARDED: (f"{command} -p no:tests.guard", project.path),
        RENDERED: (command, project.path),
    }


def write_tests(folder: Path, answers: dict[str, str], *, marked: bool) -> None:
    """Write a file of 1,000 tests, and one of none; mark them where the plugin needs it."""
    folder.mkdir(exist_ok=True)
    head, indent, argument, nothing = "import asyncio\n", "", "", "def test_nothing() -> None:"
    if answers["test_stack"] == "unittest":
        module, base = (
            ("unittest", "IsolatedAsyncioTestCase")
            if answers["framework"] == "plain"
            else ("django.test", "SimpleTestCase")
        )
        head += f"from {module} import {base}\n\n\nclass Test({base}):\n"
        indent, argument, nothing = "    ", "self", "    def test_nothing(self) -> None:"
    elif marked:
        mark = answers["test_stack"].removeprefix("pytest-")
        head += f"import pytest\n\npytestmark = pytest.mark.{mark}\n"
    tests = [
        f"{indent}async def test_{number}({argument}) -> None:\n{indent}    await asyncio.sleep(0)"
        for number in range(COUNT)
    ]
    for count, lines in ((0, [f"{nothing}\n{indent}    pass"]), (COUNT, tests)):
        text = head + "\n\n".join(lines) + "\n"
        (folder / f"test_{count}.py").write_text(text, encoding="utf-8")
