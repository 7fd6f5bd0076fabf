"""Let async tests share the database transaction of the test.

pytest-django rolls back what a test has done on the connections of the main thread. Async queries
run on another thread, asgiref's, where Django would open connections of their own: their rows would
stay, and the rows of sync fixtures would be out of their sight. So that thread is lent the main
thread's connections, the way Django's LiveServerTestCase lends them to its server.

This file can go when pytest-django does the same: see its issue 580.
"""

from collections.abc import Callable, Iterator

import pytest
from asgiref.sync import SyncToAsync
from django.db import connections


def run_in_async_thread(function: Callable[[], None]) -> None:
    """Call `function` on the thread that runs async queries, after what it still has to do."""
    SyncToAsync.single_thread_executor.submit(function).result()


@pytest.fixture(scope="session", autouse=True)
def lend_connections() -> Iterator[None]:
    """Lend the connections for the whole run; a test that may not use them still may not."""
    lent = connections.all()

    def borrow() -> None:
        for connection in lent:
            connections[connection.alias] = connection

    def give_back() -> None:
        for connection in lent:
            del connections[connection.alias]

    for connection in lent:
        connection.inc_thread_sharing()
    run_in_async_thread(borrow)
    yield
    run_in_async_thread(give_back)
    for connection in lent:
        connection.dec_thread_sharing()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown() -> None:
    """Wait for queries whose caller was cancelled, before their rows are rolled back."""
    run_in_async_thread(lambda: None)
