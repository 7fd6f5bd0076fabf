"""A module of tests for what is not installed: it says so."""

# stacks: pytest-asyncio pytest-anyio

import pytest

missing = pytest.importorskip("no_such_module", reason="this needs no_such_module")


async def test_optional() -> None:
    assert missing
