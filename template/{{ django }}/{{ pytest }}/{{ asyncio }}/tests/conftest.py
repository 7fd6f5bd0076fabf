"""What all test files share."""

# The guard fails the run when an async test did not run, or failed where nobody looked.
pytest_plugins = ["tests.async_database", "tests.guard"]
