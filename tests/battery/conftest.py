"""What the battery's tests share, under either plugin; copied into a rendered project."""

import os
import random
from collections.abc import Iterable

import pytest
from django.contrib.sessions.models import Session

from my_project.models import Note, User

PLUGIN = os.environ["BATTERY_PLUGIN"]


def pytest_configure(config: pytest.Config) -> None:
    if PLUGIN == "anyio":
        config.addinivalue_line("markers", "asyncio(loop_scope): AnyIO needs no mark for that")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Take the tests in the wanted order, which is not pytest-django's: transactional ones last."""
    order = os.environ.get("BATTERY_ORDER", "")
    if order == "reversed":
        items.reverse()
    elif order:
        random.Random(order).shuffle(items)


if PLUGIN == "asyncio":

    @pytest.fixture(scope="session")
    def anyio_backend() -> str:
        """Let a sync test with an async fixture look the same under both plugins."""
        return "asyncio"


@pytest.fixture(autouse=True)
def starts_without_rows(request: pytest.FixtureRequest) -> None:
    """Fail the test that finds what another one has left."""
    mark = request.node.get_closest_marker("django_db")
    if {"transactional_db", "live_server"} & set(request.fixturenames):
        request.getfixturevalue("transactional_db")
    elif "db" in request.fixturenames:
        request.getfixturevalue("db")
    elif not mark:
        return
    nothing_is_there(mark.kwargs.get("databases", ["default"]) if mark else ["default"])


def nothing_is_there(databases: Iterable[str] = ("default",)) -> None:
    for alias in databases:
        for model in (Note, User, Session):
            rows = list(model._default_manager.using(alias).all())
            assert not rows, f"left by another test in {alias}: {rows}"
