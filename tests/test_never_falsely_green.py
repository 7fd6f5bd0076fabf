"""A test that did not run, or failed where nobody looked, turns the run red; honest ones do not."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import catalogue, projects
from tests.catalogue import STACKS, Bench, Trap, in_stack, traps
from tests.projects import Answers, Project

# By default the oldest interpreter that is here, where the guard traces, and the newest.
FOUND = projects.pythons()
PYTHONS = os.environ.get("TRAPS_PYTHONS", "").split() or sorted({FOUND[0], FOUND[-1]})
# By default every sixth trap: with `TRAPS=all`, as CI has it, they take some minutes.
STEP = 1 if os.environ.get("TRAPS") == "all" else 6


FILES = {
    "maker": """\
from collections.abc import Callable


def make_handler(word: str) -> Callable[[str], str]:
    def handle(text: str) -> str:
        assert text
        return word + text

    return handle


async def test_maker() -> None:
    assert make_handler("a")
""",
    "taker": """\
from tests.test_maker import make_handler


async def test_taker() -> None:
    assert make_handler("a")("b") == "ab"
""",
}


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(
            (stack, python), id=(name := f"{stack}-py{python}"), marks=pytest.mark.xdist_group(name)
        )
        for stack in STACKS
        for python in PYTHONS
    ],
)
def bench(
    request: pytest.FixtureRequest,
    render_into: Callable[[Path, Answers], Project],
    tmp_path_factory: pytest.TempPathFactory,
) -> Bench:
    """Render and install a project in whose copies tests are tried."""
    stack, python = request.param
    path = render_into(tmp_path_factory.mktemp("bench") / "my-project", STACKS[stack]).path
    project = Project(path, STACKS[stack], python)
    project.run("uv sync --quiet")
    project.run("uv pip install --quiet hypothesis pytest-xdist uvloop")
    scripts = path / ".venv" / ("Scripts" if os.name == "nt" else "bin")
    return Bench(stack, path, scripts / "python", python)


def test_catalogue_is_large_enough() -> None:
    for stack in STACKS:
        assert len(traps(stack)) >= (100 if stack.startswith("pytest") else 80)


def test_each_trap_is_caught_as_the_catalogue_says(bench: Bench, tmp_path: Path) -> None:
    wrong = []
    results = bench.spring_all(traps(bench.stack)[::STEP], tmp_path / "run")
    for trap, (colour, output) in results.items():
        expected = "red" if trap.caught_by(bench.stack, bench.version) == "run" else "green"
        if colour != expected:
            wrong.append(f"{trap.name} is {colour}, not {expected}:\n{output}")
    green = [trap for trap in results if trap.caught_by(bench.stack, bench.version) != "run"]
    for trap, codes in bench.check(green, tmp_path / "check").items():
        said = trap.caught_by(bench.stack, bench.version)
        if said not in (codes or {"nothing"}):
            wrong.append(f"{trap.name} is caught by {codes or 'nothing'}, not by {said}")
    assert not wrong, "\n\n".join(wrong)


def test_honest_tests_are_green(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "honest"
    bench.prepare(path)
    honest = [Trap(file) for file in sorted((catalogue.FOLDER.parent / "honest").glob("*.py"))]
    honest = [trap for trap in honest if bench.stack in trap.stacks]
    assert len(honest) >= 25
    for trap in honest:
        file = path / "tests" / f"test_{trap.path.stem}.py"
        file.write_text(trap.code(bench.stack), encoding="utf-8")
    parallel = {"django": "--parallel=2", "unittest": ""}.get(bench.stack, "--numprocesses=2")
    for arguments in ("", parallel):
        if arguments == "--parallel=2":
            # Python lets no worker of a pool start a process.
            (path / "tests" / "test_multiprocess.py").unlink()
        colour, output = bench.run(path, arguments)
        assert colour == "green", output


def test_files_that_are_no_plain_source_raise_no_alarm(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "files"
    bench.prepare(path)
    tests = path / "tests"
    (tests / "data").mkdir()
    (tests / "data" / "broken.py").write_text("def broken(:\n", encoding="utf-8")
    code = in_stack(bench.stack, 'async def test_latin() -> None:\n    assert "\xe4".isalpha()\n')
    (tests / "test_latin.py").write_text(f"# coding: latin-1\n{code}", encoding="latin-1")
    code = in_stack(bench.stack, "async def test_made() -> None:\n    assert True\n")
    (tests / "test_made.py").write_text(f"exec({code!r})\n", encoding="utf-8")
    names = {"unittest": "-v", "django": "--verbosity=2"}.get(bench.stack, "-rA")
    colour, output = bench.run(path, names)
    assert colour == "green", output
    assert "test_latin" in output
    assert "test_made" in output


def test_part_of_the_tests_raises_no_alarm_about_the_others(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "part"
    bench.prepare(path)
    (path / "tests" / "checks.py").write_text(catalogue.HONEST, encoding="utf-8")
    parts = ["tests.test_honest", "-k honest", "tests.test_honest.TrapTest.test_honest"]
    if bench.stack.startswith("pytest"):
        # With one of its parameters, this test reaches all its assertions, with the other none.
        parameters = Trap(catalogue.FOLDER.parent / "honest" / "parameters.py")
        file = path / "tests" / "test_parameters.py"
        file.write_text(parameters.code(bench.stack), encoding="utf-8")
        backend = "asyncio-" if bench.stack == "pytest-anyio" else ""
        parts = [
            "tests/test_honest.py",
            "-k test_honest",
            "tests/test_honest.py::test_honest",
            "-k numbers0",
            f"tests/test_parameters.py::test_parameters[{backend}numbers0]",
        ]
        # A hook of the project, which looks at tests of its own alone.
        hook = "def pytest_collection_modifyitems(items):\n    [i.fixturenames for i in items]\n"
        with (path / "tests" / "conftest.py").open("a", encoding="utf-8") as conftest:
            conftest.write(f"\n\n{hook}")
    # What one file makes, a test of the other calls.
    for name in ("maker", "taker"):
        (path / "tests" / f"test_{name}.py").write_text(
            in_stack(bench.stack, FILES[name]), encoding="utf-8"
        )
    parts.append({"pytest": "tests/test_maker.py"}.get(bench.stack[:6], "tests.test_maker"))
    colour, output = bench.run(path)
    assert colour == "red"
    assert "test_honest() is a test that is not run" in output
    for arguments in parts:
        colour, output = bench.run(path, arguments)
        assert colour == "green", output


def test_project_is_opened_by_a_symbolic_link(bench: Bench, tmp_path: Path) -> None:
    bench.prepare(tmp_path / "project")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "project", target_is_directory=True)
    (link / "tests" / "test_sum.py").write_text(
        in_stack(bench.stack, "async def test_sum() -> None:\n    assert 1 + 1 == 2\n"),
        encoding="utf-8",
    )
    path = f"{link}/tests/test_sum.py" if bench.stack.startswith("pytest") else f"{link}/tests"
    arguments = f"discover -t {link} -s {path}" if bench.stack == "unittest" else path
    colour, output = bench.run(link, arguments)
    assert colour == "green", output


def test_guard_can_be_switched_off(bench: Bench, tmp_path: Path) -> None:
    name = "never_awaited/kept_in_a_global"
    [trap] = [trap for trap in traps(bench.stack) if trap.name == name]
    assert bench.spring(trap, tmp_path / "on")[0] == "red"
    bench.prepare(tmp_path / "off")
    (tmp_path / "off" / trap.file).write_text(trap.code(bench.stack), encoding="utf-8")
    if bench.stack.startswith("pytest"):
        colour, output = bench.run(tmp_path / "off", "-p no:tests.guard")
    else:
        (tmp_path / "off" / "tests" / "__init__.py").write_text("", encoding="utf-8")
        colour, output = bench.run(tmp_path / "off")
    assert colour == "green", output


def test_failure_tells_what_was_lost_and_where(bench: Bench, tmp_path: Path) -> None:
    for name, expected in {
        "nobody_looks/task_dropped": [
            "never retrieved",
            "check()",
            "called at tests/test_trap.py:",
            "AssertionError",
        ],
        "nobody_looks/task_still_running": [
            "still running",
            "check()",
            "called at tests/test_trap.py:",
        ],
        "never_awaited/kept_in_a_global": [
            "never awaited",
            "check()",
            "called at tests/test_trap.py:",
        ],
        "never_awaited/warnings_reset": [
            "never awaited",
            "check()",
            "called at tests/test_trap.py:",
        ],
        "never_collected/file_of_another_name": ["tests/checks.py:", "not run"],
        "nobody_looks/suppress_exception": ["tests/test_trap.py:", "assertion failed"],
        "ran_as_something_else/loop_over_nothing": ["tests/test_trap.py:", "never reached"],
    }.items():
        [trap] = [trap for trap in traps(bench.stack) if trap.name == name]
        if trap.caught_by(bench.stack, bench.version) != "run":
            continue  # on Python 3.11
        if (bench.stack, name) == ("pytest-anyio", "nobody_looks/task_dropped"):
            expected = ["AssertionError", "tests/test_trap.py:"]  # AnyIO's own report
        colour, output = bench.spring(trap, tmp_path / name)
        assert colour == "red"
        for text in expected:
            assert text in output, output
        assert "test_trap.py:0" not in output
        assert "guard/watch.py" not in output, output


def test_page_shows_the_catalogue() -> None:
    shown = catalogue.PAGE.read_text(encoding="utf-8")
    assert shown == catalogue.page(), "run `python -m tests.catalogue`"
