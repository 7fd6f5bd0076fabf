"""Let async tests share the database transaction of the test.

pytest-django rolls back what is done on the connections of the thread that runs the tests. Async
queries run on asgiref's thread, where Django would open connections of their own: their rows would
stay, and those of sync fixtures would be out of their sight. So that thread is lent the tests'
connections, as Django's LiveServerTestCase lends them to its server.
This file can go when pytest-django does the same: see its issue 580.
"""

import asyncio
from collections.abc import Generator
from contextvars import ContextVar
from threading import get_ident

import pytest
from asgiref.sync import SyncToAsync, ThreadSensitiveContext, sync_to_async
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase
from pytest_django import fixtures

# Outside of such a context, each ASGI request starts a thread. By this default, none is outside.
context = ThreadSensitiveContext()
SyncToAsync.thread_sensitive_context = ContextVar("thread_sensitive_context", default=context)
async_thread = SyncToAsync.single_thread_executor
share = BaseDatabaseWrapper.inc_thread_sharing
end_test = TransactionTestCase._post_teardown  # type: ignore[attr-defined]


async def thread_of_queries() -> int:
    async with ThreadSensitiveContext():
        return await sync_to_async(get_ident)()


same = asyncio.run(thread_of_queries()) == async_thread.submit(get_ident).result()
assert same, "asgiref runs async queries on another thread than this file lends connections to."
assert hasattr(fixtures, "django_db_setup"), "pytest-django has no django_db_setup any more."


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> Generator[None, object, object]:
    """Lend the connections when the databases are set up, be it by a fixture of your own."""
    __tracebackhide__ = True  # when a fixture fails
    result = yield
    if fixturedef.argname == "django_db_setup":
        for connection in connections.all():
            share(connection)
            async_thread.submit(connections.__setitem__, connection.alias, connection).result()
            # They are the test's: no request that ends may close them.
            connection.close_if_unusable_or_obsolete = lambda: None  # type: ignore[method-assign]
    return result


def wait_and_end_test(test: TransactionTestCase) -> None:
    """Let queries end whose caller was cancelled, before their rows are removed."""
    async_thread.submit(int).result()
    end_test(test)


TransactionTestCase._post_teardown = wait_and_end_test  # type: ignore[attr-defined]
