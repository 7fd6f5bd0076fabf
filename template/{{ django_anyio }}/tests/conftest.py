"""What all test files share."""

import pytest

from tests.async_database import lend_connections, pytest_runtest_teardown

__all__ = ["lend_connections", "pytest_runtest_teardown"]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run async tests on asyncio: Django's async code, asgiref, works on no other backend.

    The scope must be as wide as that of the widest async fixture.
    """
    return "asyncio"
