"""Roll back the rows of async tests, as pytest-django rolls back those of sync tests.

A test's transaction is open on the connections of the tests' thread. Async queries run on another
thread, asgiref's, so this plugin lends it those connections. The two take turns: the tests' thread
makes no query while an event loop runs. Delete this file once pytest-django does the same, see its
issue 580: pull request 1305 lends them too, 1223 opens the transaction on asgiref's thread.
"""

import asyncio
import os
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from threading import get_ident

import pytest
from asgiref.sync import SyncToAsync, sync_to_async
from django.db import connections
from django.test import TransactionTestCase
from pytest_django import fixtures

# An ASGI request sets this variable if it has no value, and then gets a thread of its own. The
# default None counts as a value: requests leave it alone, and all queries share one thread.
SyncToAsync.thread_sensitive_context = ContextVar("context", default=None)  # type: ignore[arg-type]
asgirefs_thread = SyncToAsync.single_thread_executor.submit(get_ident).result()
assert asyncio.run(sync_to_async(get_ident)()) == asgirefs_thread, "asgiref has another thread."
roll_back = TransactionTestCase._post_teardown  # type: ignore[attr-defined]
STUCK = "This test left sync code running: cancel the task that called it, and await that task."


def use_new_thread(*, lend: bool = False) -> None:
    executor = SyncToAsync.single_thread_executor = ThreadPoolExecutor(1)
    for connection in connections.all() if lend else []:
        connection.inc_thread_sharing()
        executor.submit(connections.__setitem__, connection.alias, connection)
        # A request that ends must not close the test's connection.
        connection.close_if_unusable_or_obsolete = lambda: None  # type: ignore[method-assign]


@pytest.hookimpl(hookwrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> Generator[None]:
    yield
    if fixturedef.argname == fixtures.django_db_setup.__name__:  # or your own of this name
        use_new_thread(lend=True)


def end_test(test: TransactionTestCase) -> None:
    try:  # A query whose caller was cancelled runs on: let it end before the rollback.
        SyncToAsync.single_thread_executor.submit(int).result(timeout=10)
    except TimeoutError:
        use_new_thread(lend=True)
        test.doClassCleanups()  # pytest-django leaves them out after an error
        raise pytest.fail.Exception(STUCK, pytrace=False) from None
    finally:
        roll_back(test)


TransactionTestCase._post_teardown = end_test  # type: ignore[attr-defined]
if hasattr(os, "register_at_fork"):  # A child has no such thread, and opens connections of its own.
    os.register_at_fork(after_in_child=use_new_thread)
