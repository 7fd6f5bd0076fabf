"""What all test files share."""

# Fails the run when an async test did not run, or failed where nobody looked.
pytest_plugins = ["tests.guard"]
