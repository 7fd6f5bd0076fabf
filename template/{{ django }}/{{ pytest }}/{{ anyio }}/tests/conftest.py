"""What all test files share."""

import pytest

pytest_plugins = ["tests.async_database"]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run async tests on asyncio: Django's async code, asgiref, works on no other backend.

    The scope must be as wide as that of the widest async fixture.
    """
    return "asyncio"


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> None:
    """Fail a test on another backend, where all would be well until the first query."""
    backend = getattr(item, "funcargs", {}).get("anyio_backend", "asyncio")
    assert "asyncio" in backend, f"Django's async code works on asyncio, not on {backend}."
