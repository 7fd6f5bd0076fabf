"""What was expected to fail does not, and nobody hears of it."""

# stacks: pytest-asyncio pytest-anyio

import pytest


@pytest.mark.xfail(reason="not implemented")
async def test_trap() -> None:
    pass
