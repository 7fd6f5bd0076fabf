"""A misspelt mark marks nothing."""

# stacks: pytest-asyncio pytest-anyio

import pytest


@pytest.mark.parametrise("number", [1])
async def test_trap() -> None:
    pass
