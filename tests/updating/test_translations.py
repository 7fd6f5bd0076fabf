"""The tables of docs/update-and-switch.md, applied to tests that then run in the other stack."""

import re
import shlex
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.helpers.projects import ROOT, Project, count_tests

PAGE = (ROOT / "docs" / "update-and-switch.md").read_text(encoding="utf-8")

STOCK = """
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from unittest import IsolatedAsyncioTestCase


class Stock:
    def __init__(self) -> None:
        self.counts = {"apples": 2, "pears": 3}

    async def count(self, name: str) -> int:
        return self.counts[name]


@asynccontextmanager
async def open_stock() -> AsyncIterator[Stock]:
    yield Stock()


class StockTest(IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        self.stock = await self.enterAsyncContext(open_stock())

    async def test_pears(self) -> None:
        self.assertEqual(await self.stock.count("pears"), 3)
        with self.assertRaisesRegex(KeyError, "plums"):
            await self.stock.count("plums")

    async def test_each(self) -> None:
        for name in ["apples", "pears"]:
            with self.subTest(name=name):
                self.assertTrue(await self.stock.count(name))
"""
LOGIN = """
from django.test import TestCase
from django.test import TransactionTestCase

from my_project.models import User


class LoginTest(TestCase):
    def setUp(self) -> None:
        self.user = User.objects.create_user("ada")

    async def test_login(self) -> None:
        await self.async_client.aforce_login(self.user)
        response = await self.async_client.get("/admin/login/")
        self.assertEqual(response.status_code, 200)
        self.assertContains(response, "ada")


class CommitTest(TransactionTestCase):
    async def test_nobody(self) -> None:
        assert await User.objects.acount() == 0
"""
EVENTS = """
import asyncio
from collections.abc import AsyncIterator

import anyio
import pytest


async def append(events: list[str], event: str) -> None:
    await anyio.sleep(0.01)
    events.append(event)


@pytest.fixture(scope="class")
async def events(anyio_backend: object) -> AsyncIterator[list[str]]:
    events = ["old"]
    yield events
    await append(events, "last")


class TestEvents:
    async def test_events(self, events: list[str]) -> None:
        with anyio.fail_after(5):
            async with anyio.create_task_group() as group:
                group.start_soon(append, events, "new")
        assert events == ["old", "new"]


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_loop() -> None:
    assert asyncio.get_running_loop().is_running()
"""
# Of each table, by its heading: what stands in its left column, whose stack may be either plugin's.
SAMPLES = {
    "Between unittest and pytest": STOCK,
    "Between Django's runner and pytest": LOGIN,
    "Between AnyIO and pytest-asyncio": EVENTS,
}
Row = tuple[list[str], list[str]]


def rows(heading: str) -> list[Row]:
    """Return the lines of code in both columns of a table."""
    section = PAGE.partition(f"### {heading}\n")[2].partition("\n#")[0]
    cells = re.findall(r"^\| (`.*`) \| (`.*`) \|$", section, re.MULTILINE)
    return [(re.findall("`(.*?)`", left), re.findall("`(.*?)`", right)) for left, right in cells]


def translate(text: str, table: list[Row]) -> str:
    """Replace what stands in the left column by what stands in the right one.

    Raises `AssertionError` for a row that the text has nothing for.
    """
    for old, new in table:
        if len(old) == len(new) == 1:
            assert old[0] in text, old
            text = text.replace(old[0], new[0])
            continue
        found = re.search("^( *)" + "\n *".join(map(re.escape, old)) + "$", text, re.MULTILINE)
        assert found, old
        indent, lines = found[1], []
        for line in new:
            lines.append(indent + line)
            indent += "    " * line.endswith(":")
        text = text[: found.start()] + "\n".join(lines) + text[found.end() :]
    return text


def both_ways(heading: str) -> tuple[str, str]:
    """Return a table's sample in its right column's form, and from there in its left one's."""
    table = rows(heading)
    assert 5 <= len(table) <= 10
    right = translate(SAMPLES[heading], table)
    return right, translate(right, [(new, old) for old, new in table])


@contextmanager
def written(project: Project, name: str, text: str) -> Iterator[str]:
    """Write a file of tests, with its imports in order, and remove it afterwards."""
    path = project.path / "tests" / name
    path.write_text(text, encoding="utf-8")
    try:
        project.run(f"uv run ruff check --fix --select=I,F401 {path}")
        project.run(f"uv run ruff format {path}")
        yield f"tests/{name}"
    finally:
        path.unlink()


# Not with other answers.
@pytest.mark.only(license=None, database=None)
def test_translated_tests_run_in_the_other_stack(project: Project) -> None:
    framework, stack = project.answers["framework"], project.answers["test_stack"]
    own = [*SAMPLES][0 if framework == "plain" else 1]
    right, left = both_ways(own)
    files = {"test_own.py": left if stack == "unittest" else right}
    if stack != "unittest":
        asyncio, anyio = both_ways("Between AnyIO and pytest-asyncio")
        files["test_plugins.py"] = anyio if stack == "pytest-anyio" else asyncio
    with ExitStack() as stack_of_files:
        names = [stack_of_files.enter_context(written(project, *each)) for each in files.items()]
        if stack == "unittest":
            names = [Path(name).with_suffix("").as_posix().replace("/", ".") for name in names]
        output = project.run(f"{project.test_command} {shlex.join(names)}").stdout
        assert count_tests(output) >= 2 * len(files)
        project.run("uv run ruff check tests")
        project.run("uv run mypy")
