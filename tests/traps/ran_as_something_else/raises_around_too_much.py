"""What stands after the line that raises is not run."""

# stacks: pytest-asyncio pytest-anyio

import pytest


async def test_trap() -> None:
    with pytest.raises(ValueError, match="x"):
        int("x")
        assert 1 == 2
