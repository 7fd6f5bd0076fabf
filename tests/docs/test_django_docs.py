"""What docs/django-under-pytest.md says, tried in rendered projects."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.helpers.projects import ROOT, Project, count_tests

PAGE = (ROOT / "docs" / "django-under-pytest.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
UNITTEST_HEAD = """import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from django.test import TestCase

from my_project.models import User


"""


def block(start: str) -> str:
    """Return the only block that starts so."""
    [found] = [each for each in BLOCKS if each.startswith(start)]
    return str(found)


def broker(stack: str) -> str:
    """Return the recipe's file for a stack, put together as the page says."""
    whole = block("# tests/test_broker.py, pytest-asyncio\n")
    if stack == "pytest-asyncio":
        return whole
    part = block(f"# tests/test_broker.py, {stack}\n").partition("\n")[2]
    lifespan = re.search(r"@asynccontextmanager\n.*?\n\n\n", whole, re.DOTALL)
    assert lifespan
    if stack == "unittest":
        return UNITTEST_HEAD + lifespan[0] + part
    mark, fixture = part.split("\n\n\n", 1)
    whole = re.sub(r"(?m)^pytestmark = .*$", mark, whole)
    whole = re.sub(r"@pytest_asyncio.*?\n\n\n", lambda _: f"{fixture}\n\n", whole, flags=re.DOTALL)
    return whole.replace("import pytest_asyncio\n", "")


@contextmanager
def file(project: Project, name: str, text: str) -> Iterator[str]:
    """Have a test file in the project, and yield what the test command calls it."""
    path = project.path / "tests" / name
    path.write_text(text, encoding="utf-8")
    try:
        yield (
            f"tests.{path.stem}" if "unittest" in project.answers["test_stack"] else f"tests/{name}"
        )
    finally:
        path.unlink()


@pytest.mark.only(framework="django")
def test_recipes_of_the_page_work(project: Project) -> None:
    stack = project.answers["test_stack"]
    with file(project, "test_broker.py", broker(stack)) as label:
        project.run("uv run mypy")
        project.run("uv run ruff check tests/test_broker.py")
        assert count_tests(project.run(f"{project.test_command} {label}").stdout)
    if stack == "unittest":
        return
    threads = block("# tests/test_threads.py\n")
    with file(project, "test_threads.py", threads) as label:
        settings = project.path / "config" / "settings_test.py"
        original = settings.read_text(encoding="utf-8")
        if project.answers.get("database") != "postgresql":
            in_memory = project.run(f"{project.test_command} {label}", check=False)
            assert "unclosed database" in in_memory.stdout
            settings.write_text(original + block("from config.settings"), encoding="utf-8")
        try:
            assert count_tests(project.run(f"{project.test_command} {label}").stdout) == 1
        finally:
            settings.write_text(original, encoding="utf-8")
    with file(
        project, "test_threads.py", threads.replace("connections.close_all()", "...")
    ) as label:
        unclosed = project.run(f"{project.test_command} {label}", check=False)
        assert unclosed.returncode
        assert re.search("unclosed database|being accessed by other users", unclosed.stdout)


UNSAFE = """
import asyncio

import pytest
from django.db import connection

from my_project.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("time", ["once", "again"])
async def test_sync_query_in_async_code(monkeypatch: pytest.MonkeyPatch, time: str) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    User.objects.create(username="same")


async def test_wrapper_sees_nothing() -> None:
    seen = []
    with connection.execute_wrapper(lambda execute, *args: (seen.append(1), execute(*args))[1]):
        await User.objects.acount()
    assert seen == []
"""


@pytest.mark.only(framework="django", database="postgresql", test_stack="pytest-asyncio")
def test_rows_of_the_table_say_what_happens(project: Project) -> None:
    assert "DJANGO_ALLOW_ASYNC_UNSAFE" in PAGE
    assert "connection.execute_wrapper" in PAGE
    with file(project, "test_unsafe.py", UNSAFE) as label:
        output = project.run(f"uv run pytest {label} -p no:randomly", check=False).stdout
    assert "duplicate key value violates unique constraint" in output
    assert "FAILED tests/test_unsafe.py::test_wrapper_sees_nothing" not in output


CONTEXT = """
import asyncio

import pytest
from django.utils import translation

{fixture}

async def test_first() -> None:
    translation.activate("de")
    asyncio.create_task(asyncio.sleep(3600), name="left over")
    await asyncio.sleep(0)


async def test_second() -> None:
    left = [task for task in asyncio.all_tasks() if task.get_name() == "left over"]
    print("next:", translation.get_language(), len(left))
"""
WIDE = """
@pytest.fixture(scope="module", autouse=True)
async def loop(anyio_backend):
    yield
"""


@pytest.mark.only(framework="django")
def test_wider_loop_keeps_what_a_test_leaves(project: Project) -> None:
    stack = project.answers["test_stack"]
    if stack == "unittest":
        return
    module = "-o asyncio_default_test_loop_scope=module" if stack == "pytest-asyncio" else ""
    fixture = WIDE if stack == "pytest-anyio" else ""
    command = "uv run pytest --capture=no -p no:tests.guard"
    expected = "next: de 1" if stack == "pytest-anyio" else "next: en-us 1"
    with file(project, "test_context.py", CONTEXT.format(fixture=fixture)) as label:
        assert expected in project.run(f"{command} {module} {label}").stdout
    with file(project, "test_context.py", CONTEXT.format(fixture="")) as label:
        assert "next: en-us 0" in project.run(f"{command} {label}").stdout
