"""Fail the run when an async test did not run, or failed where nobody looked: see watch.py.

One test goes without this by `@pytest.mark.unguarded`, a run by `pytest -p no:tests.guard`.
The comments say what pytest alone does not notice.
"""

import inspect
import warnings
from collections.abc import Generator
from functools import wraps

import pytest

from tests import watch

missing = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    # Settings of another file, which skip async tests and let warnings pass.
    expected = watch.TESTS.parent / "pyproject.toml"
    if not config.inipath or config.inipath.resolve() != expected:
        raise pytest.UsageError(f"pytest is configured by {config.inipath}, not by {expected}")
    config.stash[missing] = watch.install()


def pytest_report_header(config: pytest.Config) -> list[str]:
    return [f"tests/watch.py sees less: Python has no {name}" for name in config.stash[missing]]


def pytest_collectreport(report: pytest.CollectReport) -> None:
    # A module that is skipped as a whole, as what it imports is not there, or misspelt.
    if report.skipped and "could not import" in str(report.longrepr):
        report.outcome = "failed"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, items: list[pytest.Item]) -> None:
    # A test that is written, but not collected.
    tests = [inspect.unwrap(item.obj) for item in items if isinstance(item, pytest.Function)]
    codes = [test.__code__ for test in tests if hasattr(test, "__code__")]
    found = {(code.co_filename, code.co_firstlineno) for code in codes}
    selected = [session.config.invocation_params.dir / name for name in session.config.args]
    if not session.config.getoption("lf", default=False):
        problems = watch.find_unrun(selected, found)
        items.extend(Unrun.from_parent(session, name=problem) for problem in problems)


class Unrun(pytest.Item):
    """Fails in place of a test that is not run."""

    def runtest(self) -> None:
        pytest.fail(self.name, pytrace=False)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    # What pytest itself reports as a warning, where a mark or `-W` lets warnings pass.
    warnings.filterwarnings("error", category=pytest.PytestWarning)
    function = getattr(item, "obj", None)
    if inspect.iscoroutinefunction(function):

        @wraps(function)
        async def checked(*args: object, **kwargs: object) -> None:
            # `return` in place of `assert`.
            result = await function(*args, **kwargs)
            assert result is None, f"the test returned {result!r}: did you mean assert?"

        item.obj = checked  # type: ignore[attr-defined]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    yield
    if nextitem is None or item.get_closest_marker("unguarded"):
        watch.sweep()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    lost = watch.take()
    if lost and not report.skipped and not item.get_closest_marker("unguarded"):
        if report.passed:
            report.outcome, report.longrepr = "failed", lost
        else:
            report.sections.append(("Lost as well", lost))
    return report


def pytest_keyboard_interrupt(excinfo: pytest.ExceptionInfo[BaseException]) -> None:
    # A test that ends the run and calls it a success.
    if getattr(excinfo.value, "returncode", None) == 0:
        excinfo.value.returncode = pytest.ExitCode.INTERRUPTED  # type: ignore[attr-defined]
