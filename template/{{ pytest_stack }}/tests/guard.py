"""Fail a run in which an async test did not run, or failed where nobody looked.

One test goes without it by `@pytest.mark.unguarded`, a whole run by `pytest -p no:tests.guard`.
The comments say what is green otherwise.
"""

import ast
import asyncio
import gc
import inspect
import sys
import traceback
import warnings
from collections.abc import Generator, Iterator
from contextlib import suppress
from functools import wraps
from pathlib import Path
from types import CoroutineType
from typing import Any

import pytest

TESTS = Path(__file__).resolve().parent
# Private, as nothing public does the same. A Python that lacks one is named in the header.
PRIVATE = {"_warn_unawaited_coroutine": warnings, "_log_traceback": asyncio.Future}
warn_unawaited, close_runner = vars(warnings).get([*PRIVATE][0]), asyncio.Runner.close
losses: dict[str, None] = {}  # What was lost since the last report: in order, and each once.


def pytest_report_header() -> list[str]:
    missing = [name for name, owner in PRIVATE.items() if not hasattr(owner, name)]
    return [f"tests/guard.py sees less on this Python, which has no {name}" for name in missing]


def pytest_configure(config: pytest.Config) -> None:
    # Settings that skip async tests and let warnings pass, and Python without assert.
    if not config.inipath or config.inipath.resolve() != TESTS.parent / "pyproject.toml":
        raise pytest.UsageError(f"pytest is configured by {config.inipath}, not pyproject.toml")
    if sys.flags.optimize:
        raise pytest.UsageError("python -O and PYTHONOPTIMIZE drop asserts: leave them out")
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    patch.setattr(asyncio.Runner, "close", close)
    patch.setattr(asyncio.BaseEventLoop, "default_exception_handler", handle)
    with suppress(ImportError):
        patch.setattr("uvloop.Loop.default_exception_handler", handle)
    patch.setattr(warnings, "_warn_unawaited_coroutine", finalize, raising=False)
    sys.set_coroutine_origin_tracking_depth(1)


def lose(what: str, thing: object = None, error: object = None) -> None:
    """Note what was lost; of a coroutine or task also its name, and the line that called it."""
    coroutine: Any = thing.get_coro() if isinstance(thing, asyncio.Task) else thing
    if code := getattr(coroutine, "cr_code", None):
        file, line, _ = (coroutine.cr_origin or [(code.co_filename, code.co_firstlineno, "")])[0]
        what += f"\n  {code.co_qualname}(), called at {file}:{line}"
    if isinstance(error, BaseException):
        what += "\n" + "".join(traceback.format_exception(error)).rstrip()
    losses[what.replace(f"{TESTS.parent}/", "")] = None


def handle(_loop: object, context: dict[str, Any]) -> None:
    # A task, callback or future that failed, and that nobody awaits: asyncio only logs it.
    thing = context.get("task") or context.get("future")
    lose(f"{context['message']}: await it", thing, context.get("exception"))


def close(runner: asyncio.Runner) -> None:
    # A task that has not got to what it was to check. One that is being cancelled has.
    def running() -> list[asyncio.Task[Any]]:
        tasks = [task for task in asyncio.all_tasks(runner.get_loop()) if not task.cancelling()]
        return [task for task in tasks if "TestRunner" not in repr(task.get_coro())]  # AnyIO's own

    with suppress(RuntimeError):  # The loop is closed already.
        if tasks := running():  # The handlers of a server that was just closed need a moment.
            runner.get_loop().run_until_complete(asyncio.wait(tasks, timeout=0.05))
        for task in running():
            lose("Task was still running at the end: await it, or cancel and await it", task)
    close_runner(runner)


def finalize(coroutine: object) -> None:
    # A coroutine that was never awaited, where the code ignores warnings.
    if warn_unawaited and warnings.filters[0][0] == "always":  # pytest.warns
        warn_unawaited(coroutine)
    else:
        lose("Coroutine was never awaited", coroutine)


def pytest_runtest_setup(item: pytest.Item) -> None:
    # Warnings, where `-W`, a mark or the environment lets them pass.
    warnings.filterwarnings("error", category=pytest.PytestWarning)
    function = getattr(item, "obj", None)
    if inspect.iscoroutinefunction(function):

        @wraps(function)
        async def checked(*args: object, **kwargs: object) -> None:
            result = await function(*args, **kwargs)
            assert result is None, f"the test returned {result!r}: write assert for return"

        item.obj = checked  # type: ignore[attr-defined]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    yield
    if not nextitem or item.get_closest_marker("unguarded"):
        gc.collect()
        for thing in gc.get_objects():
            # What a global or a cycle keeps alive, so that it never tells that nobody awaited it.
            if type(thing) is CoroutineType and inspect.getcoroutinestate(thing) == "CORO_CREATED":
                lose("Coroutine was never awaited", thing)
                thing.close()
            elif issubclass(type(thing), asyncio.Future) and getattr(thing, "_log_traceback", 0):
                lose("Nobody took the exception of a task or future: await it", thing, thing.exception())


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if losses and not item.get_closest_marker("unguarded") and not report.skipped:
        text = "\n\n".join(losses)
        if report.passed:
            report.outcome, report.longrepr = "failed", text
        else:
            report.sections.append(("Lost", text))
    losses.clear()
    return report


class Unrun(pytest.Item):
    """Fails in place of a test that pytest does not find."""

    def runtest(self) -> None:
        pytest.fail(self.name, pytrace=False)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, items: list[pytest.Item]) -> None:
    tests = [inspect.unwrap(item.obj) for item in items if isinstance(item, pytest.Function)]
    found = {(test.__code__.co_filename, test.__code__.co_firstlineno) for test in tests}
    selected = {session.config.invocation_params.dir / name for name in session.config.args}
    for path in sorted(TESTS.rglob("*.py")):
        if not selected.isdisjoint([path, *path.parents]):
            for line, name in unrun(path, found):
                what = f"{path.relative_to(TESTS.parent)}:{line}: {name}() is never called"
                items.append(Unrun.from_parent(session, name=what))


def unrun(path: Path, found: set[tuple[str, int]]) -> Iterator[tuple[int, str]]:
    source = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            # A test in a file or class of another name, or before another test of the same name.
            line = min(part.lineno for part in (node, *node.decorator_list))
            if node.name.startswith("test") and (str(path), line) not in found:
                if f".{node.name}" in source or "fixture" in ast.unparse(node).partition("def")[0]: continue
                yield node.lineno, node.name
            # A function in a test that nothing uses.
            names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
            for part in node.body:
                if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) and not part.decorator_list:
                    if part.name not in names: yield part.lineno, part.name
