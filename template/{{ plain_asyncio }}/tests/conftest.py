"""What all test files share."""

import asyncio
from collections.abc import Callable, Mapping

import pytest

# Fails the run when an async test did not run, or failed where nobody looked.
pytest_plugins = ["tests.guard"]


def pytest_asyncio_loop_factories(
    item: pytest.Item,
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Run each async test on asyncio's own loop.

    A test that is marked with `asyncio(loop_factories=[…])` picks from all loops named here.
    """
    factories: dict[str, Callable[[], asyncio.AbstractEventLoop]] = {
        "asyncio": asyncio.new_event_loop,
        "selector": asyncio.SelectorEventLoop,
    }
    mark = item.get_closest_marker("asyncio")
    if mark and "loop_factories" in mark.kwargs:
        # A KeyError for a name that is not there: pytest-asyncio would skip the test.
        return {name: factories[name] for name in mark.kwargs["loop_factories"]}
    return {"asyncio": factories["asyncio"]}
