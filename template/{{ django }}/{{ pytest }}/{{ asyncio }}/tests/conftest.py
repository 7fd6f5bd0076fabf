"""What all test files share."""

pytest_plugins = ["tests.async_database"]
