"""A test that did not run, or failed where nobody looked, turns CI red; honest tests do not."""

import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pexpect
import pytest

from tests.helpers import catalogue, projects
from tests.helpers.catalogue import BASE, HONEST_FOLDER, STACKS, Bench, Trap, in_stack, traps
from tests.helpers.projects import Answers, Project
from tests.helpers.sampling import sample, thorough
from tools.traps import PAGE


def benches(*pythons: str, stacks: Iterable[str] = STACKS) -> list[object]:
    """Return the parameters of `bench` for these stacks and interpreters."""
    return [
        pytest.param((stack, python), id=f"{stack}-py{python}")
        for stack in stacks
        for python in dict.fromkeys(pythons)
    ]


def in_stacks(*stacks: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("bench", benches(FOUND[-1], stacks=stacks), indirect=True)


FOUND = projects.pythons()
OLDEST_AND_NEWEST = benches(FOUND[0], FOUND[-1])

LOST = "async def test_lost() -> None:\n    asyncio.sleep(0)\n"
LOSES = f"import asyncio\n\n\n{LOST}"


@pytest.fixture(scope="module", params=benches(FOUND[-1]))
def bench(
    request: pytest.FixtureRequest,
    render_into: Callable[[Path, Answers], Project],
    tmp_path_factory: pytest.TempPathFactory,
) -> Bench:
    """Render and install a project in whose copies tests are tried."""
    stack, python = request.param
    path = render_into(tmp_path_factory.mktemp("bench") / "my-project", STACKS[stack]).path
    return catalogue.installed(stack, python, path)


@pytest.fixture
def copy(bench: Bench, tmp_path: Path) -> Path:
    """Copy the project, with one honest test in place of its own."""
    bench.prepare(tmp_path / "copy")
    return tmp_path / "copy"


def named(bench: Bench, name: str) -> Trap:
    """Return a trap by its name."""
    [trap] = [trap for trap in traps(bench.stack) if trap.name == name]
    return trap


def test_catalogue_is_large_enough() -> None:
    for stack in STACKS:
        assert len(traps(stack)) >= (100 if stack.startswith("pytest") else 80)


# What the page says of an example, and the table of what catches it.
GATES = {"run": "run", "coverage": "coverage", "ruff": "ruff .*", "mypy": "mypy .*"}


def test_examples_of_the_page_are_caught_as_it_says() -> None:
    """Compare docs/never-falsely-green.md with the traps."""
    shown = PAGE.read_text(encoding="utf-8")
    assert all(
        (catalogue.FOLDER.parents[1] / name).is_dir()
        for name in re.findall(r"`(tests/.+?)`]", shown)
    )
    examples = re.findall(
        r"```python\n(.*?)```\n\n`(.+?)` is caught by (?:the )?(\w+)", shown, re.DOTALL
    )
    assert len(examples) == shown.count("```python")
    for code, name, gate in examples:
        trap = Trap(catalogue.FOLDER / f"{name}.py")
        assert code in trap.parts[2]
        for stack in trap.stacks:
            assert re.fullmatch(GATES[gate], catalogue.caught_by(trap, stack, FOUND[-1])), name


def test_page_lists_what_nothing_catches() -> None:
    shown = PAGE.read_text(encoding="utf-8").partition("## What nothing catches")[2]
    every = {trap for stack in STACKS for trap in traps(stack) if not trap.is_general}
    left = {
        trap.name
        for trap in every
        for stack in trap.stacks
        for python in catalogue.PYTHONS
        if catalogue.caught_by(trap, stack, python) == "nothing"
    }
    # The page has it among the runs that are not watched.
    assert {*re.findall(r"`(\w+/\w+)`", shown)} == left - {"configuration/stray_tox_ini"}


@pytest.mark.parametrize(
    "bench", OLDEST_AND_NEWEST if thorough else benches(FOUND[-1]), indirect=True, scope="module"
)
def test_each_trap_is_caught_as_the_table_says(bench: Bench, tmp_path: Path) -> None:
    every = sample(traps(bench.stack), 24)
    for name, verdict in catalogue.judge(bench, every, tmp_path).items():
        expected = catalogue.caught_by(named(bench, name), bench.stack, bench.version)
        assert verdict == expected, name


def test_at_most_ten_of_a_hundred_are_caught_by_nothing() -> None:
    for stack in STACKS:
        every = [trap for trap in traps(stack) if not trap.is_general]
        for python in catalogue.PYTHONS:
            left = [t.name for t in every if catalogue.caught_by(t, stack, python) == "nothing"]
            assert len(left) <= len(every) / 10, left


@pytest.mark.parametrize("bench", OLDEST_AND_NEWEST, indirect=True, scope="module")
def test_honest_tests_are_green(bench: Bench, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    bench.prepare(copy, hangs=catalogue.RUN_HANGS)  # starting a process takes a while under load
    honest = [Trap(file) for file in sorted(HONEST_FOLDER.glob("*.py"))]
    honest = [trap for trap in honest if bench.stack in trap.stacks]
    assert len(honest) >= 60
    for trap in honest:
        file = copy / "tests" / f"test_{trap.path.stem}.py"
        file.write_text(trap.code(bench.stack), encoding="utf-8")
    parallel = {"django": "--parallel=2", "unittest": "-b"}.get(bench.stack, "--numprocesses=2")
    both = ["", parallel] if bench.version == FOUND[-1] else [parallel, ""]
    for arguments in both if thorough else both[1:]:
        if arguments == "--parallel=2":
            # Python lets no worker of a pool start a process.
            (copy / "tests" / "test_multiprocess.py").unlink()
        colour, output = bench.test(copy, arguments)
        assert colour == "green", output


# The name of a trap, and what its message says, with the line of the test.
MESSAGES = {
    "nobody_looks/task_dropped": "Task exception was never retrieved: AssertionError",
    "nobody_looks/task_still_running": "Task was still running when its event loop was closed",
    "never_awaited/as_a_statement": "Coroutine was never awaited",
    "never_awaited/kept_in_a_global": "Coroutine was never awaited",
    "never_awaited/async_mock": "Coroutine was never awaited",
}


@pytest.mark.parametrize("name", MESSAGES)
def test_message_says_what_was_lost_and_where(name: str, bench: Bench, tmp_path: Path) -> None:
    verdict, output = bench.spring(named(bench, name), tmp_path / "project")
    assert verdict == "run"
    if (bench.stack, name) == ("pytest-anyio", "nobody_looks/task_dropped"):
        assert "AssertionError" in output  # AnyIO's own report
        return
    assert MESSAGES[name] in output
    assert re.search(r"called at tests/test_trap\.py:[1-9]", output), output
    assert "tests/guard.py" in output


USERS = """\
import asyncio


async def sync_user() -> None:
    raise LookupError("no such user")


async def test_user_is_synced() -> None:
    asyncio.create_task(sync_user())
    await asyncio.sleep(0.01)
"""


@in_stacks("pytest-asyncio")
def test_readme_shows_a_real_message(bench: Bench, copy: Path) -> None:
    readme = (projects.ROOT / "README.md").read_text(encoding="utf-8")
    [shown] = re.findall(r"```\n(E .*?)```", readme, re.DOTALL)
    (copy / "tests" / "test_users.py").write_text(USERS, encoding="utf-8")
    output = " ".join(bench.test(copy)[1].split())
    for line in shown.splitlines():
        assert " ".join(line.split()) in output, line


ALLOWED = {
    "unittest": "from unittest import IsolatedAsyncioTestCase as Case\n",
    "django": "from django.test import SimpleTestCase as Case\n",
}


@pytest.mark.parametrize("scope", ["test", "class"])
def test_loss_can_be_allowed(scope: str, bench: Bench, copy: Path) -> None:
    """Do what docs/troubleshooting.md says."""
    code = (
        f"import asyncio\nimport pytest\n\n\nclass TestLost:\n    {LOST.replace('    ', ' ' * 8)}"
    )
    mark = '@pytest.mark.filterwarnings("ignore::tests.losses.NeverAwaitedWarning")'
    if bench.stack in BASE:
        imports = f"from tests import guard, losses\n{ALLOWED[bench.stack]}"
        code = code.replace("import pytest", imports)
        code = code.replace("class TestLost", "class TestLost(Case)")
        mark = "@guard.allow(losses.NeverAwaitedWarning)"
    code = code.replace("test_lost()", "test_lost(self)")
    file = copy / "tests" / "test_lost.py"
    file.write_text(code, encoding="utf-8")
    assert bench.test(copy)[0] == "red"
    where = "    async def" if scope == "test" else "class"
    indent = where[: len(where) - len(where.lstrip())]
    file.write_text(code.replace(where, f"{indent}{mark}\n{where}", 1), encoding="utf-8")
    colour, output = bench.test(copy)
    assert colour == "green", output


def test_all_tests_can_allow_a_loss_that_is_found_at_the_end(bench: Bench, copy: Path) -> None:
    bench.write(copy, named(bench, "never_awaited/kept_in_a_global"))
    assert bench.test(copy)[0] == "red"
    if bench.stack in BASE:
        code = "import unittest\n\nfrom tests import guard, losses\n\n"
        code += "guard.allow(losses.NeverAwaitedWarning)(unittest.TestCase)\n"
        with (copy / "tests" / "__init__.py").open("a", encoding="utf-8") as file:
            file.write(code)
    else:
        ignored = '["error", "ignore::tests.losses.NeverAwaitedWarning"]'
        catalogue.replace(copy / "pyproject.toml", r"(?<=filterwarnings = ).*", ignored)
    colour, output = bench.test(copy)
    assert colour == "green", output


# A trap that nothing else in the run sees, and how the guard's check for it is taken out.
CHECKS = {
    "nobody_looks/task_dropped": ("self.on_failure)", "lambda log, *args: log(*args))"),
    "nobody_looks/task_still_running": ("20 if running(loop) else 0", "0"),
    "never_awaited/with_warnings_ignored_in_a_block": (
        "self.on_unawaited)",
        "lambda warn, coroutine: warn(coroutine))",
    ),
    "never_awaited/kept_in_a_global": ("gc.get_objects()", "[]"),
    "ran_as_something_else/return_for_assert": ("if result is not None", "if False"),
    "nobody_looks/thread": ('"excepthook", self.on_escape)', '"excepthook", lambda *args: None)'),
    "nobody_looks/destructor": (
        '"unraisablehook", self.on_escape)',
        '"unraisablehook", lambda *args: None)',
    ),
}


# The guards of the other two stacks are the same files.
@in_stacks("unittest", "pytest-asyncio")
@pytest.mark.parametrize("name", CHECKS)
def test_trap_is_green_without_its_check(name: str, bench: Bench, copy: Path) -> None:
    bench.write(copy, named(bench, name))
    assert bench.test(copy)[0] == "red"
    old, new = CHECKS[name]
    if bench.stack in BASE:
        old, new = old.replace("if result is not None", "assert result is None"), new
        new = new.replace("if False", "assert True")
    for file in (copy / "tests" / "guard.py", copy / "tests" / "losses.py"):
        text = file.read_text(encoding="utf-8")
        if old in text:
            file.write_text(text.replace(old, new), encoding="utf-8")
            break
    else:
        # pytest itself looks at threads and destructors.
        assert bench.stack.startswith("pytest")
        assert "hook" in old
        return
    colour, output = bench.test(copy)
    assert colour == "green", output


HANGS = """\
import asyncio
import time


async def wait() -> None:
    await asyncio.Event().wait()


async def test_a_waits() -> None:
    await wait()


async def test_b_runs() -> None:
    await asyncio.sleep(0)
"""


def test_async_test_that_hangs_fails_and_the_next_runs(bench: Bench, copy: Path) -> None:
    code = HANGS
    if bench.stack == "pytest-anyio":  # on trio as well
        code = code.replace("asyncio", "anyio")
    file = copy / "tests" / "test_hangs.py"
    file.write_text(in_stack(bench.stack, code), encoding="utf-8")
    colour, output = bench.test(copy)
    assert colour == "red", output
    assert "The test took more than 2 seconds." in output
    assert "anyio.Event().wait()" in output if "anyio" in code else "asyncio.Event()" in output
    runs = {"unittest": "Ran 3 tests", "django": "Ran 3 tests", "pytest-anyio": "4 passed"}
    assert runs.get(bench.stack, "2 passed") in output


def test_blocking_test_ends_the_run_by_its_name(bench: Bench, copy: Path) -> None:
    code = HANGS.replace("await asyncio.Event().wait()", "time.sleep(100)")
    file = copy / "tests" / "test_hangs.py"
    file.write_text(in_stack(bench.stack, code), encoding="utf-8")
    colour, output = bench.test(copy)
    assert colour == "red", output
    assert re.search(r"test_a_waits\S*: The test took more than 2 seconds\.", output), output
    assert re.search(r'test_hangs\.py", line \d+ in wait', output), output


BLOCKS = {
    "pytest": """\
import time
from collections.abc import Iterator

import pytest


@pytest.fixture
def blocking() -> Iterator[None]:
    yield
    time.sleep(100)


async def test_red(blocking: None) -> None:
    raise ValueError
""",
    "unittest": """\
import time
from {module} import {base}


class RedTest({base}):
    def tearDown(self) -> None:
        time.sleep(100)

    async def test_red(self) -> None:
        raise ValueError
""",
}


def test_tear_down_that_blocks_after_a_failure_ends_the_run(bench: Bench, copy: Path) -> None:
    code = BLOCKS["pytest"]
    if bench.stack in BASE:
        module, base = BASE[bench.stack]
        code = BLOCKS["unittest"].format(module=module, base=base)
    (copy / "tests" / "test_red.py").write_text(code, encoding="utf-8")
    colour, output = bench.test(copy)
    assert colour == "red", output
    assert re.search(r"test_red\S*: The test took more than 2 seconds\.", output), output


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect needs a POSIX terminal")
def test_debugger_is_not_ended(bench: Bench, copy: Path) -> None:
    code = "import asyncio\n\n\nasync def test_debugged() -> None:\n    breakpoint()\n"
    code += "    await asyncio.sleep(0.01)\n"
    file = copy / "tests" / "test_debugged.py"
    file.write_text(in_stack(bench.stack, code), encoding="utf-8")
    env = projects.environment() | {"PYTHONPATH": f"{copy / 'src'}{os.pathsep}{copy}"}
    command = catalogue.MODULE.get(bench.stack, "-m pytest")
    if bench.stack == "pytest-anyio":
        command += " -k asyncio"
    terminal = pexpect.spawn(
        str(bench.python), command.split(), cwd=copy, env=env, encoding="utf-8", timeout=30
    )
    terminal.expect_exact("(Pdb) ")
    # Longer than the time limit of two seconds, and than the second after it.
    with pytest.raises(pexpect.TIMEOUT):
        terminal.expect_exact("took more", timeout=5)
    terminal.sendline("continue")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0, terminal.before


def test_other_folders_are_watched_too(bench: Bench, copy: Path) -> None:
    for folder, name in (("polls", "tests.py" if bench.stack == "django" else "test_polls.py"),):
        (copy / folder).mkdir()
        (copy / folder / "__init__.py").touch()
        code = in_stack(bench.stack, LOSES)
        if bench.stack == "unittest":
            code = f"import tests\n{code}"  # as its README says
        (copy / folder / name).write_text(code, encoding="utf-8")
        ways = {
            "unittest": ["", "polls.test_polls", "discover -s polls -t ."],
            "django": ["", "polls", "polls.tests", "--parallel=2"],
        }
        pytest_ways = ["", "polls", "polls/test_polls.py::test_lost", "polls tests", "-n2 polls"]
        for way in ways.get(bench.stack, pytest_ways):
            colour, output = bench.test(copy, way)
            assert colour == "red", f"{way}: {output}"
            assert "Coroutine was never awaited" in output, f"{way}: {output}"


def test_project_is_opened_by_a_symbolic_link(bench: Bench, copy: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(copy, target_is_directory=True)
    colour, output = bench.test(link)
    assert colour == "green", output
    bench.write(link, named(bench, "nobody_looks/task_still_running"))
    colour, output = bench.test(link)
    assert colour == "red", output


def test_all_is_restored_at_the_end(bench: Bench, copy: Path) -> None:
    run = {
        "unittest": "import unittest; unittest.main(module=None, exit=False)",
        "django": (
            "import os, django\n"
            "os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings_test'\n"
            "django.setup()\n"
            "from django.core.management import call_command\n"
            "call_command('test')"
        ),
    }.get(bench.stack, "import pytest; pytest.main([])")
    script = f"""\
import asyncio, gc, sys, threading, unittest, warnings
def state():
    return (
        asyncio.BaseEventLoop.default_exception_handler, asyncio.Runner.close,
        warnings._warn_unawaited_coroutine, threading.excepthook, sys.unraisablehook,
        unittest.TestResult.startTest, unittest.TestResult.stopTestRun,
        sys.get_coroutine_origin_tracking_depth(), len(gc.callbacks),
    )
before = state()
sys.argv = ["tests"]
{run}
assert state() == before, (state(), before)
print("restored")
"""
    (copy / "run.py").write_text(script, encoding="utf-8")
    for broken in (False, True):
        if broken and bench.stack != "django":  # call_command() exits
            bench.write(copy, named(bench, "never_awaited/as_a_statement"))
        assert "restored" in bench.run(copy, "run.py")[1]


def test_run_without_the_guard(bench: Bench, copy: Path) -> None:
    bench.write(copy, named(bench, "never_awaited/kept_in_a_global"))
    assert bench.test(copy)[0] == "red"
    for name in ("guard.py", "guard_runner.py", "losses.py", "time_limit.py"):
        (copy / "tests" / name).unlink(missing_ok=True)
    catalogue.replace(copy / "pyproject.toml", r' *"-p", "tests.guard",\n', "")
    plain = 'TEST_RUNNER = "django.test.runner.DiscoverRunner"'
    catalogue.replace(copy / "config" / "settings_test.py", r"TEST_RUNNER = .*", plain)
    if bench.stack == "unittest":
        (copy / "tests" / "__init__.py").write_text("", encoding="utf-8")
    colour, output = bench.test(copy)
    assert colour == "green", output


@in_stacks("unittest")
def test_unittest_project_refuses_pytest(bench: Bench, copy: Path) -> None:
    projects.run(f"uv pip install --quiet pytest --python {bench.python}", cwd=copy)
    colour, output = bench.run(copy, "-m pytest tests")
    assert colour == "red"
    assert "These tests are for unittest" in output


REFUSED = {
    "python -O": ("-O", "run the tests without it"),
    "no test": ("", "No test was run."),
}


@in_stacks(*BASE)
@pytest.mark.parametrize("what", REFUSED)
def test_unittest_refuses(what: str, bench: Bench, copy: Path) -> None:
    option, expected = REFUSED[what]
    arguments = "-k nothing" if what == "no test" else ""
    colour, output = bench.run(copy, f"{option} {catalogue.MODULE[bench.stack]} {arguments}")
    assert colour == "red", output
    assert expected in output


WRONG = """\
import unittest


class WrongTest({base}):
    {decorator}
    async def test_wrong(self) -> None:
        raise ValueError


class UncalledTest({base}):
    async def asyncSetUp(self) -> None:
        raise ValueError

    def test_right(self) -> None:
        pass


class UnawaitedTest({base}):
    async def setUp(self) -> None:
        raise ValueError

    def test_right(self) -> None:
        pass
"""


@in_stacks(*BASE)
@pytest.mark.parametrize("decorator", ["", "@unittest.expectedFailure"])
def test_class_that_does_not_await_is_named(decorator: str, bench: Bench, copy: Path) -> None:
    code = WRONG.format(base="unittest.TestCase", decorator=decorator)
    (copy / "tests" / "test_wrong.py").write_text(code, encoding="utf-8")
    colour, output = bench.test(copy)
    assert colour == "red"
    right = {"unittest": "unittest.IsolatedAsyncioTestCase", "django": "django.test"}[bench.stack]
    for test in ("test_wrong", "UncalledTest.test_right", "UnawaitedTest.test_right"):
        [block] = [part for part in output.split("=====\n") if f"{test})\n---" in part]
        assert right in block, output
