"""The test ends the run, as if all were well."""

# stacks: pytest-asyncio pytest-anyio

import pytest


def test_trap() -> None:
    pytest.exit("enough", returncode=0)


def test_after() -> None:
    raise AssertionError
