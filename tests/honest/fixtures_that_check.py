"""Fixtures with assertions: for all tests, by their name, by a mark."""

# stacks: pytest-anyio pytest-asyncio

from collections.abc import Iterator

import pytest

opened: list[str] = []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    assert metafunc.module


@pytest.fixture(autouse=True)
def nothing_is_open() -> Iterator[None]:
    yield
    assert not opened


@pytest.fixture
def connection() -> Iterator[str]:
    opened.append("connection")
    yield "connection"
    opened.clear()
    assert not opened


@pytest.fixture
def checked() -> None:
    assert not opened


@pytest.fixture(name="named")
def make_named() -> str:
    assert not opened
    return "named"


@pytest.mark.usefixtures("checked")
async def test_fixtures_that_check(connection: str) -> None:
    assert opened == [connection]


async def test_named(named: str) -> None:
    assert named == "named"
