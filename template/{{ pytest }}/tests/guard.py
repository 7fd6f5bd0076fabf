"""Fail a test when its async code failed, hung or never ran, and nobody would notice.

The guard warns, and pytest's settings make its warnings errors. Allow one in a test, a class or a
module, or for all tests in `filterwarnings` in the settings:

    @pytest.mark.filterwarnings("ignore::tests.losses.LostFailureWarning")

To remove the guard, delete this file, losses.py, time_limit.py, and what `git grep tests.guard`
finds.

PYTEST_DONT_REWRITE: a filter may import this file before pytest could rewrite it.
"""

import inspect
import warnings
from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest

from tests.losses import Losses
from tests.time_limit import Clock


def pytest_configure(config: pytest.Config) -> None:
    guard = Guard()
    config.pluginmanager.register(guard)
    config.add_cleanup(guard.stop)


class Guard(Losses):
    how_to_allow = '@pytest.mark.filterwarnings("ignore::tests.losses.{}")'

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.undo.append(self.clock.stopped.set)
        self.texts: list[Any] = []  # in the code of the test

    def expects_log(self) -> bool:
        # A test that has asyncio's own words looks for them in the log.
        return "exception was never retrieved" in str(self.texts)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: Any) -> None:
        self.clock.begin(item.nodeid)
        function = getattr(item, "obj", None)
        constants = getattr(getattr(function, "__code__", None), "co_consts", ())
        self.texts = [text for text in constants if text != function.__doc__]
        handle = getattr(function, "hypothesis", None)
        owner, name = (handle, "inner_test") if handle else (item, "obj")
        test = getattr(owner, name, None)
        if inspect.iscoroutinefunction(test) and not hasattr(test, "watched"):
            setattr(owner, name, self.watch(test))

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_call(self, item: pytest.Item) -> None:
        __tracebackhide__ = True
        self.clock.begin(item.nodeid)
        self.report()

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_teardown(self, nextitem: pytest.Item | None) -> None:
        __tracebackhide__ = True
        self.clock.begin("")
        if nextitem is None:
            self.sweep()
        self.report()

    def watch(self, test: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(test)
        async def watched(*args: Any, **kwargs: Any) -> None:
            result = await self.clock.limit(test(*args, **kwargs))
            if result is not None:
                reason = f"The test returned {result!r}: did you mean assert?"
                pytest.fail(reason, pytrace=False)

        watched.watched = True  # type: ignore[attr-defined]
        return watched

    def report(self) -> None:
        """Warn of all that is lost; what the filters make an error is raised."""
        __tracebackhide__ = True
        errors = []
        while self.lost:
            try:
                warnings.warn(self.lost.pop(0), stacklevel=2)
            except Warning as error:
                errors.append(error)
        if errors:
            raise errors[0] if len(errors) == 1 else ExceptionGroup("The test lost", errors)
