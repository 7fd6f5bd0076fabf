"""A test that uses a fixture by a mark, in a file that is not named as one of tests."""

# stacks: pytest-anyio pytest-asyncio
# file: tests/checks.py

import pytest


@pytest.mark.usefixtures("tmp_path")
async def test_trap() -> None:
    raise AssertionError
