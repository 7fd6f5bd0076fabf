"""A pytest.ini nearer to the tests replaces the whole configuration."""

# arguments: tests
# stacks: pytest-asyncio pytest-anyio
# file: tests/pytest.ini

[pytest]
