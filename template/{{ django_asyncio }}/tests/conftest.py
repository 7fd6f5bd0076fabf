"""What all test files share."""

from tests.async_database import lend_connections, pytest_runtest_teardown

__all__ = ["lend_connections", "pytest_runtest_teardown"]
