"""What all test files share."""

from collections.abc import Generator

import pytest

pytest_plugins = ["tests.async_database"]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run async tests on asyncio: Django's async code, asgiref, works on no other backend.

    The scope must be as wide as that of the widest async fixture.
    """
    return "asyncio"


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[str]) -> Generator[None, str, str]:
    """Refuse another backend, which would do until the first query."""
    result = yield
    if fixturedef.argname == "anyio_backend":
        assert "asyncio" in result, "Django's async code works on asyncio alone, not on trio."
    return result
