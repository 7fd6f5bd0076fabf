"""What async tests may do with a database, each case in an order that nobody chose.

Each test that uses the database first looks whether another one has left rows: see conftest.py.
"""

import asyncio
import json
import multiprocessing
import os
import sys
import threading
import time
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any

import anyio
import pytest
import pytest_asyncio
from asgiref.sync import ThreadSensitiveContext, async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import Count
from django.db.transaction import TransactionManagementError
from django.test import (
    AsyncClient,
    AsyncRequestFactory,
    Client,
    SimpleTestCase,
    TestCase,
    TransactionTestCase,
)
from django.test.testcases import DatabaseOperationForbidden
from pytest_django import DjangoDbBlocker, Settings
from pytest_django.live_server_helper import LiveServer

from config.asgi import application
from my_project.models import Note, User
from tests.battery.conftest import PLUGIN, nothing_is_there

if sys.version_info >= (3, 11, 3):
    timeout = asyncio.timeout
else:
    # There, asyncio.timeout() does not raise TimeoutError in a task that was cancelled before
    # (python/cpython#102780). AnyIO runs all tests in one task: it would end, and they would fail.
    @asynccontextmanager
    async def timeout(delay: float) -> AsyncIterator[None]:
        with anyio.fail_after(delay):
            yield


pytestmark = pytest.mark.urls("tests.battery.urls")
with_database = pytest.mark.django_db
with_commits = pytest.mark.django_db(transaction=True)
NOT_ALLOWED = "Database access not allowed"


@pytest.fixture
def sync_user(db: None) -> User:
    return User.objects.create_user("sync")


@pytest.fixture
async def async_user(db: None) -> User:
    return await User.objects.acreate_user("async", password="a secret")


@pytest.fixture
async def fleeting_user(db: None) -> AsyncIterator[User]:
    user = await User.objects.acreate_user("fleeting")
    yield user
    # What the test did is still there, and so is the transaction.
    assert await User.objects.filter(username="by the test").acount() == 1
    await user.adelete()
    await User.objects.acreate_user("by the teardown")


@pytest.fixture
def own() -> list[Any]:
    return connections.all()


async def names() -> list[str]:
    return [user.username async for user in User.objects.order_by("pk")]


def insert_slowly(started: threading.Event | None = None) -> None:
    if started:
        started.set()
    time.sleep(0.05)
    User.objects.create(username="late")


async def cancel_a_query() -> None:
    """Cancel a query when the thread is at it; asgiref lets it run on."""
    started = threading.Event()
    task = asyncio.create_task(sync_to_async(insert_slowly)(started))
    try:
        while not started.is_set():
            await asyncio.sleep(0.001)
    finally:
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@with_database
class TestRows:
    @pytest.mark.parametrize("time", ["once", "again"])
    async def test_async_row_is_rolled_back(self, time: str) -> None:
        await User.objects.acreate(username="same")

    @pytest.mark.parametrize("time", ["once", "again"])
    def test_sync_row_is_rolled_back(self, time: str) -> None:
        User.objects.create(username="same")

    async def test_row_of_a_sync_fixture_is_seen(self, sync_user: User) -> None:
        assert await names() == ["sync"]

    async def test_row_of_an_async_fixture_is_seen(self, async_user: User) -> None:
        assert await names() == ["async"]

    async def test_rows_of_both_fixtures_are_seen(self, sync_user: User, async_user: User) -> None:
        assert await names() == ["sync", "async"]

    async def test_rows_of_both_fixtures_are_seen_the_other_way_round(
        self, async_user: User, sync_user: User
    ) -> None:
        assert await names() == ["async", "sync"]

    def test_sync_test_sees_the_row_of_an_async_fixture(
        self, anyio_backend: str, async_user: User
    ) -> None:
        assert User.objects.get() == async_user

    async def test_fixture_tears_down_in_the_transaction(self, fleeting_user: User) -> None:
        await User.objects.acreate_user("by the test")

    async def test_bulk_create(self) -> None:
        await User.objects.abulk_create(User(username=str(number)) for number in range(50))
        assert await User.objects.acount() == 50

    async def test_update_and_delete(self, async_user: User) -> None:
        assert await User.objects.aupdate(username="other") == 1
        assert await names() == ["other"]
        await User.objects.all().adelete()
        assert await names() == []

    async def test_save_and_refresh(self, sync_user: User) -> None:
        mine = await User.objects.aget()
        mine.first_name = "Ada"
        await mine.asave()
        await sync_user.arefresh_from_db()
        assert sync_user.first_name == "Ada"

    async def test_get_or_create(self) -> None:
        _, created = await User.objects.aget_or_create(username="one")
        _, created_again = await User.objects.aget_or_create(username="one")
        assert (created, created_again) == (True, False)

    async def test_update_or_create(self, sync_user: User) -> None:
        await User.objects.aupdate_or_create(username="sync", defaults={"first_name": "Ada"})
        assert (await User.objects.aget()).first_name == "Ada"

    async def test_chunks_of_an_iterator(self) -> None:
        await User.objects.abulk_create(User(username=str(number)) for number in range(10))
        assert len([user async for user in User.objects.aiterator(chunk_size=3)]) == 10

    async def test_aggregate_and_prefetch(self, async_user: User) -> None:
        await async_user.notes.acreate(text="hello")
        assert await Note.objects.aaggregate(count=Count("pk")) == {"count": 1}
        [user] = [user async for user in User.objects.prefetch_related("notes")]
        assert [note.text for note in user.notes.all()] == ["hello"]

    async def test_many_to_many(self, async_user: User) -> None:
        group = await Group.objects.acreate(name="group")
        await async_user.groups.aset([group])
        assert await group.user_set.aget() == async_user

    async def test_cursor(self, sync_user: User) -> None:
        def ask() -> Any:  # noqa: ANN401
            with connection.cursor() as cursor:
                cursor.execute("SELECT username FROM my_project_user")
                return cursor.fetchall()

        assert await sync_to_async(ask)() == [("sync",)]

    async def test_connections_are_those_of_the_test(self, own: list[Any]) -> None:
        assert await sync_to_async(connections.all)() == own


@asynccontextmanager
async def in_thread(manager: AbstractContextManager[Any]) -> AsyncIterator[Any]:
    """Enter and leave a context manager of Django's that is refused on an event loop's thread."""
    value = await sync_to_async(manager.__enter__)()
    yield value
    await sync_to_async(manager.__exit__)(None, None, None)


@pytest.fixture
def three_queries(
    db: None, django_assert_num_queries: Callable[[int], AbstractContextManager[Any]]
) -> Iterator[None]:
    with django_assert_num_queries(3):
        yield


@with_database
class TestTransactions:
    async def test_failed_block_is_undone_and_the_next_query_works(self) -> None:
        def fail() -> None:
            with transaction.atomic():
                User.objects.create(username="one")
                User.objects.create(username="one")

        for _ in range(2):
            with pytest.raises(IntegrityError):
                await sync_to_async(fail)()
            assert await User.objects.acount() == 0

    @pytest.mark.parametrize("time", ["once", "again"])
    async def test_error_outside_a_block_breaks_this_test_alone(self, time: str) -> None:
        await User.objects.acreate(username="one")
        with pytest.raises(IntegrityError):
            await sync_to_async(User(pk=1, username="one").save_base)(force_insert=True)
        await sync_to_async(transaction.set_rollback)(True)
        with pytest.raises(TransactionManagementError):
            await User.objects.acount()

    async def test_inner_block_is_undone_alone(self) -> None:
        def nested() -> None:
            with transaction.atomic():
                User.objects.create(username="outer")
                with suppress(ZeroDivisionError), transaction.atomic():
                    User.objects.create(username="inner")
                    raise ZeroDivisionError

        await sync_to_async(nested)()
        assert await names() == ["outer"]

    async def test_rows_are_locked(self, async_user: User) -> None:
        def lock() -> User:
            with transaction.atomic():
                return User.objects.select_for_update().get()

        assert await sync_to_async(lock)() == async_user

    async def test_nothing_is_committed(self) -> None:
        committed: list[bool] = []
        await sync_to_async(transaction.on_commit)(lambda: committed.append(True))
        await User.objects.acreate(username="one")
        assert committed == []

    async def test_callbacks_are_captured(
        self, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[list[Any]]]
    ) -> None:
        committed: list[bool] = []
        async with in_thread(django_capture_on_commit_callbacks(execute=True)) as callbacks:
            await sync_to_async(transaction.on_commit)(lambda: committed.append(True))
        assert (len(callbacks), committed) == (1, [True])

    async def test_queries_are_counted(
        self, django_assert_num_queries: Callable[[int], AbstractContextManager[Any]]
    ) -> None:
        async with in_thread(django_assert_num_queries(2)):
            await User.objects.acreate(username="one")
            await User.objects.acount()
        one = in_thread(django_assert_num_queries(1))
        await one.__aenter__()
        await asyncio.gather(names(), names())
        with pytest.raises(pytest.fail.Exception, match="Expected to perform 1 queries"):
            await one.__aexit__(None, None, None)

    async def test_queries_are_counted_by_a_sync_fixture(self, three_queries: None) -> None:
        for _ in range(3):
            await names()

    async def test_queries_are_captured(
        self, django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]]
    ) -> None:
        async with in_thread(django_assert_max_num_queries(3)) as queries:
            await names()
        [query] = await sync_to_async(lambda: queries.captured_queries)()
        assert "my_project_user" in query["sql"]


@with_database
class TestConcurrency:
    async def test_gather(self) -> None:
        await asyncio.gather(*(User.objects.acreate(username=str(name)) for name in range(20)))
        assert await User.objects.acount() == 20

    async def test_task_group(self, sync_user: User) -> None:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(names()) for _ in range(5)]
        assert [task.result() for task in tasks] == [["sync"]] * 5

    @pytest.mark.parametrize("time", ["once", "again"])
    async def test_cancelled_query_and_then_another(self, time: str) -> None:
        await cancel_a_query()
        assert await names() == ["late"]

    @pytest.mark.parametrize("time", ["once", "again", "yet again"])
    async def test_query_that_is_cancelled_last_is_rolled_back(self, time: str) -> None:
        await cancel_a_query()

    async def test_query_that_has_not_begun_is_cancelled(self) -> None:
        first = asyncio.create_task(sync_to_async(time.sleep)(0.02))
        second = asyncio.create_task(User.objects.acreate(username="never"))
        await asyncio.sleep(0.005)
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        await first
        assert await names() == []

    async def test_time_limit(self) -> None:
        with pytest.raises(TimeoutError):
            async with timeout(0.01):
                await sync_to_async(insert_slowly)()

    async def test_shielded_query_ends(self) -> None:
        query = asyncio.create_task(User.objects.acreate(username="one"))
        await asyncio.shield(query)
        assert await names() == ["one"]

    async def test_failed_group_cancels_queries(self) -> None:
        async def fail() -> None:
            raise ZeroDivisionError

        with suppress(ExceptionGroup):
            async with asyncio.TaskGroup() as group:
                query = group.create_task(cancel_a_query())
                group.create_task(fail())
        assert query.cancelled()

    def test_sync_test_runs_async_code(self) -> None:
        async def create() -> None:
            await User.objects.acreate(username="one")

        async_to_sync(create)()
        assert User.objects.count() == 1

    def test_sync_test_runs_a_loop(self, sync_user: User) -> None:
        async def main() -> None:
            assert await names() == ["sync"]
            await cancel_a_query()

        asyncio.run(main())

    async def test_async_in_sync_in_async(self, async_user: User) -> None:
        def sync() -> list[str]:
            assert User.objects.count() == 1
            return async_to_sync(names)()

        assert await sync_to_async(sync)() == ["async"]


@pytest.fixture
async def cancels_in_teardown(db: None) -> AsyncIterator[None]:
    yield
    await cancel_a_query()


class TestTeardown:
    @pytest.mark.parametrize("time", ["once", "again", "yet again"])
    async def test_query_cancelled_by_a_fixture_is_rolled_back(
        self, cancels_in_teardown: None, time: str
    ) -> None:
        assert await names() == []

    @with_commits
    @pytest.mark.parametrize("time", ["once", "again"])
    async def test_it_is_removed_where_the_test_commits(
        self, cancels_in_teardown: None, time: str
    ) -> None:
        assert await names() == []


@with_database
class TestViews:
    @pytest.mark.parametrize("view", ["async-names", "sync-names"])
    async def test_async_client_sees_rows_of_fixtures(
        self, async_client: AsyncClient, sync_user: User, async_user: User, view: str
    ) -> None:
        response = await async_client.get(f"/{view}/")
        assert response.json() == {"names": ["sync", "async"]}

    @pytest.mark.parametrize("view", ["async-create", "sync-create"])
    async def test_row_of_a_view_is_seen_and_rolled_back(
        self, async_client: AsyncClient, view: str
    ) -> None:
        response = await async_client.post(f"/{view}/", {"name": "same"})
        assert response.status_code == 201
        assert await names() == ["same"]

    @pytest.mark.parametrize("view", ["async-names", "sync-names"])
    def test_sync_client(self, client: Client, sync_user: User, view: str) -> None:
        assert client.get(f"/{view}/").json() == {"names": ["sync"]}

    def test_sync_client_creates(self, client: Client) -> None:
        client.post("/async-create/", {"name": "same"})
        assert User.objects.get().username == "same"

    @pytest.mark.parametrize("view", ["async-stream", "sync-stream"])
    @pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume synchronous:Warning")
    async def test_streaming_response(
        self, async_client: AsyncClient, sync_user: User, async_user: User, view: str
    ) -> None:
        response = await async_client.get(f"/{view}/")
        if response.is_async:
            content = [chunk async for chunk in response.streaming_content]
        else:
            content = await sync_to_async(list)(response.streaming_content)
        assert content == [b"sync", b"async"]

    async def test_concurrent_requests(self, async_client: AsyncClient) -> None:
        await asyncio.gather(
            *(async_client.post("/async-create/", {"name": str(name)}) for name in range(5)),
            *(async_client.post("/sync-create/", {"name": str(name)}) for name in range(5, 10)),
        )
        assert await User.objects.acount() == 10

    @pytest.mark.parametrize("view", ["async-create", "sync-create"])
    async def test_sync_middleware(
        self, async_client: AsyncClient, settings: Settings, view: str
    ) -> None:
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.battery.urls.SyncMiddleware"]
        await async_client.post(f"/{view}/", {"name": "same"})
        assert await names() == ["same"]

    @pytest.mark.parametrize("time", ["once", "again"])
    async def test_cancelled_request_is_rolled_back(
        self, async_client: AsyncClient, time: str
    ) -> None:
        with pytest.raises(TimeoutError):
            async with timeout(0.02):
                await async_client.post("/slow-create/")

    @pytest.mark.parametrize("time", ["once", "again"])
    async def test_session_is_rolled_back(self, async_client: AsyncClient, time: str) -> None:
        for visits in (1, 2):
            response = await async_client.get("/session/")
            assert response.json() == {"visits": visits}
        assert await Session.objects.acount() == 1

    async def test_login(self, async_client: AsyncClient, async_user: User) -> None:
        assert await async_client.alogin(username="async", password="a secret")
        assert await Session.objects.acount() == 1
        await async_client.alogout()
        assert await Session.objects.acount() == 0

    async def test_forced_login(self, async_client: AsyncClient, sync_user: User) -> None:
        await async_client.aforce_login(sync_user)
        assert (await Session.objects.aget()).get_decoded()["_auth_user_id"] == str(sync_user.pk)

    async def test_fixtures_of_pytest_django(
        self, admin_user: User, admin_client: Client, django_user_model: type[User]
    ) -> None:
        assert await django_user_model.objects.aget(username="admin") == admin_user


async def ask(
    path: str, *, method: str = "get", hang_up: float | None = None, **data: str
) -> bytes:
    """Call the ASGI application as a server would, for a client that may hang up, after seconds."""
    request = getattr(AsyncRequestFactory(), method)(path, data)
    body = request.read()
    received: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    sent: asyncio.Queue[Any] = asyncio.Queue()
    await received.put({"type": "http.request", "body": body})
    if hang_up is not None:
        asyncio.get_running_loop().call_later(
            hang_up, received.put_nowait, {"type": "http.disconnect"}
        )
    await application(dict(request.scope), received.get, sent.put)
    return collect([sent.get_nowait() for _ in range(sent.qsize())])


async def ask_communicator(path: str) -> bytes:
    """Call the ASGI application as the test classes of channels do: in an empty context."""
    request = AsyncRequestFactory().get(path)
    communicator = ApplicationCommunicator(application, dict(request.scope))
    await communicator.send_input({"type": "http.request"})
    messages = [await communicator.receive_output(5)]
    while messages[-1]["type"] != "http.response.body" or messages[-1].get("more_body"):
        messages.append(await communicator.receive_output(5))
    await communicator.wait(5)
    return collect(messages)


def collect(messages: list[Any]) -> bytes:
    assert all(message.get("status", 200) in {200, 201} for message in messages), messages
    return b"".join(message.get("body", b"") for message in messages)


class TestApplication:
    @with_database
    @pytest.mark.parametrize("call", [ask, ask_communicator])
    @pytest.mark.parametrize("view", ["async-names", "sync-names"])
    async def test_rows_of_fixtures_are_seen(
        self, call: Callable[[str], Awaitable[bytes]], view: str, sync_user: User, async_user: User
    ) -> None:
        assert json.loads(await call(f"/{view}/")) == {"names": ["sync", "async"]}

    @with_database
    @pytest.mark.parametrize("view", ["async-create", "sync-create"])
    async def test_row_of_a_view_is_seen_and_rolled_back(self, view: str) -> None:
        await ask(f"/{view}/", method="post", name="same")
        assert await names() == ["same"]

    @with_database
    async def test_streaming_response(self, async_user: User) -> None:
        assert await ask("/async-stream/") == b"async"

    @with_database
    async def test_concurrent_requests(self, async_user: User) -> None:
        answers = await asyncio.gather(*(ask("/async-names/") for _ in range(5)))
        assert [json.loads(answer) for answer in answers] == [{"names": ["async"]}] * 5

    @with_database
    @pytest.mark.parametrize("time", ["once", "again"])
    async def test_request_of_a_client_that_hangs_up_is_rolled_back(self, time: str) -> None:
        assert await ask("/slow-create/", method="post", hang_up=0.02) == b""

    @with_commits
    async def test_committed_rows_are_seen(self, async_user: User) -> None:
        assert json.loads(await ask("/async-names/")) == {"names": ["async"]}
        assert await names() == ["async"]

    async def test_unmarked_test_may_call_what_does_not_query(self) -> None:
        assert await ask("/nothing/") == b"nothing"

    @with_database
    async def test_context_of_ones_own_changes_nothing(self, sync_user: User) -> None:
        async with ThreadSensitiveContext():
            await User.objects.acreate(username="other")
        assert await names() == ["sync", "other"]


class TestUnmarked:
    async def test_async_query_is_not_allowed(self) -> None:
        with pytest.raises(RuntimeError, match=NOT_ALLOWED):
            await User.objects.acount()

    def test_sync_query_is_not_allowed(self) -> None:
        with pytest.raises(RuntimeError, match=NOT_ALLOWED):
            User.objects.count()

    @pytest.mark.parametrize("view", ["async-names", "sync-names"])
    async def test_view_is_not_allowed_to_query(self, async_client: AsyncClient, view: str) -> None:
        with pytest.raises(RuntimeError, match=NOT_ALLOWED):
            await async_client.get(f"/{view}/")

    async def test_blocker_is_obeyed(self, db: None, django_db_blocker: DjangoDbBlocker) -> None:
        with django_db_blocker.block(), pytest.raises(RuntimeError, match=NOT_ALLOWED):
            await User.objects.acount()
        assert await User.objects.acount() == 0


@with_commits
class TestCommits:
    @pytest.mark.parametrize("time", ["once", "again"])
    async def test_committed_row_is_removed(self, time: str) -> None:
        await User.objects.acreate(username="same")

    async def test_fixtures_and_commits(self, sync_user: User, async_user: User) -> None:
        committed: list[bool] = []

        def commit() -> None:
            with transaction.atomic():
                transaction.on_commit(lambda: committed.append(True))

        await sync_to_async(commit)()
        assert (await names(), committed) == (["sync", "async"], [True])

    async def test_error_outside_a_block_breaks_nothing(self) -> None:
        await User.objects.acreate(username="same")
        with pytest.raises(IntegrityError):
            await User.objects.acreate(username="same")
        assert await names() == ["same"]

    @pytest.mark.parametrize("time", ["once", "again"])
    async def test_cancelled_query_is_removed(self, time: str) -> None:
        await cancel_a_query()

    async def test_closed_connection_is_opened_again(self) -> None:
        await User.objects.acreate(username="same")
        await sync_to_async(connections.close_all)()
        assert await names() == ["same"]


async def test_fixture_transactional_db(transactional_db: None) -> None:
    await User.objects.acreate(username="same")
    assert not await sync_to_async(lambda: connection.in_atomic_block)()


@pytest.mark.django_db(reset_sequences=True)
@pytest.mark.parametrize("time", ["once", "again"])
async def test_sequences_are_reset(time: str) -> None:
    assert (await User.objects.acreate(username="same")).pk == 1


class TestLiveServer:
    @pytest.mark.parametrize("view", ["async-names", "sync-names"])
    async def test_it_sees_rows_of_async_code(
        self, live_server: LiveServer, async_user: User, view: str
    ) -> None:
        def read() -> Any:  # noqa: ANN401
            with urllib.request.urlopen(f"{live_server.url}/{view}/") as response:
                return json.load(response)

        assert await asyncio.to_thread(read) == {"names": ["async"]}


def send_names(connection: Connection) -> None:
    connection.send(asyncio.run(names()))


def send_a_number(connection: Connection) -> None:
    connection.send(asyncio.run(sync_to_async(int)()))


def ask_a_child(function: Callable[[Connection], None]) -> Any:  # noqa: ANN401
    """Run a function in a forked process, and return what it sends."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=function, args=(sender,))
    child.start()
    try:
        assert receiver.poll(30), "the child hangs"
        return receiver.recv()
    finally:
        child.kill()
        child.join()
        receiver.close()
        sender.close()


if hasattr(os, "fork"):

    class TestFork:
        def test_child_of_a_test_without_a_database(self) -> None:
            assert ask_a_child(send_a_number) == 0

        async def test_child_of_an_async_test_without_a_database(self) -> None:
            assert ask_a_child(send_a_number) == 0

        @with_database
        async def test_child_has_a_connection_of_its_own(self) -> None:
            assert await names() == []
            assert ask_a_child(send_names) == []
            await User.objects.acreate(username="same")

        @with_commits
        async def test_child_sees_committed_rows(self, async_user: User) -> None:
            assert ask_a_child(send_names) == ["async"]
            assert await names() == ["async"]


both_databases = pytest.mark.django_db(databases=["default", "other"])


class TestDatabases:
    @both_databases
    @pytest.mark.parametrize("time", ["once", "again"])
    async def test_rows_are_rolled_back_in_both(self, time: str) -> None:
        await asyncio.gather(
            User.objects.acreate(username="same"),
            User.objects.using("other").acreate(username="same"),
        )
        assert await User.objects.using("other").acount() == 1

    @both_databases
    async def test_cancelled_query_is_rolled_back_in_both(self) -> None:
        await User.objects.using("other").acreate(username="same")
        await cancel_a_query()

    @pytest.mark.django_db(databases=["other"], transaction=True)
    @pytest.mark.parametrize("time", ["once", "again"])
    async def test_committed_row_is_removed_from_the_other(self, time: str) -> None:
        await User.objects.using("other").acreate(username="same")

    @with_database
    async def test_database_not_named_is_forbidden(self) -> None:
        with pytest.raises(DatabaseOperationForbidden):
            await User.objects.using("other").acount()


@pytest.mark.django_db
class TestSetUp:
    def setup_method(self) -> None:
        self.name = "set up"

    async def test_method_has_what_was_set_up(self) -> None:
        await User.objects.acreate(username=self.name)
        assert await names() == ["set up"]


def async_fixture(scope: str) -> Any:  # noqa: ANN401
    """Return the plugin's decorator for an async fixture whose loop is as wide as its scope."""
    if PLUGIN == "anyio":
        return pytest.fixture(scope=scope)  # type: ignore[call-overload]
    return pytest_asyncio.fixture(scope=scope, loop_scope=scope)


@async_fixture("class")
async def loop_of_class() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


@pytest.mark.asyncio(loop_scope="class")
@pytest.mark.django_db
class TestLoopOfClass:
    @pytest.mark.parametrize("time", ["once", "again", "yet again"])
    async def test_rows_are_rolled_back(
        self, loop_of_class: asyncio.AbstractEventLoop, time: str
    ) -> None:
        await User.objects.acreate(username="same")
        await cancel_a_query()


Worker = Callable[[str], Awaitable[None]]


@async_fixture("session")
async def worker() -> AsyncIterator[Worker]:
    """Run a task as long as the session, which queries when a test asks it to."""
    jobs: asyncio.Queue[str] = asyncio.Queue()

    async def work() -> None:
        while True:
            await User.objects.acreate(username=await jobs.get())
            jobs.task_done()

    async def create(name: str) -> None:
        await jobs.put(name)
        await jobs.join()

    task = asyncio.create_task(work())
    yield create
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.django_db
@pytest.mark.parametrize("time", ["once", "again"])
async def test_row_of_a_task_of_wider_scope_is_rolled_back(worker: Worker, time: str) -> None:
    await worker("same")
    assert await names() == ["same"]


class DjangosTestCase(TestCase):
    user: User

    @classmethod
    def setUpTestData(cls) -> None:
        nothing_is_there()
        cls.user = User.objects.create_user("class")

    async def test_rows_are_rolled_back(self) -> None:
        assert await names() == ["class"]
        await User.objects.acreate(username="same")

    async def test_rows_are_rolled_back_again(self) -> None:
        assert await names() == ["class"]
        await User.objects.acreate(username="same")

    async def test_client(self) -> None:
        response = await self.async_client.get("/sync-names/")
        assert response.json() == {"names": ["class"]}

    async def test_application(self) -> None:
        assert json.loads(await ask("/async-names/")) == {"names": ["class"]}

    async def test_callbacks_are_captured(self) -> None:
        async with in_thread(self.captureOnCommitCallbacks()) as callbacks:
            await sync_to_async(transaction.on_commit)(print)
        assert len(callbacks) == 1

    async def test_cancelled_query(self) -> None:
        task = asyncio.create_task(sync_to_async(insert_slowly)())
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    def test_loop_of_ones_own(self) -> None:
        async def main() -> None:
            assert await names() == ["class"]
            await cancel_a_query()

        asyncio.run(main())


class DjangosTransactionTestCase(TransactionTestCase):
    def setUp(self) -> None:
        nothing_is_there()

    async def test_committed_row_is_removed(self) -> None:
        await User.objects.acreate(username="same")

    async def test_committed_row_is_removed_again(self) -> None:
        await User.objects.acreate(username="same")


class DjangosSimpleTestCase(SimpleTestCase):
    async def test_query_is_forbidden(self) -> None:
        with pytest.raises((DatabaseOperationForbidden, RuntimeError)):
            await User.objects.acount()


@pytest.fixture
def note_of_nobody(db: None) -> Iterator[None]:
    yield
    # A sync fixture's teardown sees what the async test has done.
    assert Note.objects.count() == 1


async def test_sync_teardown_sees_rows_of_the_test(note_of_nobody: None, sync_user: User) -> None:
    await sync_user.notes.acreate(text="hello")
