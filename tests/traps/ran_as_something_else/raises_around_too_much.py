"""What stands after the line that raises is not run."""

# before 3.12: ruff PT012
# stacks: pytest-asyncio pytest-anyio

import pytest


async def test_trap() -> None:
    with pytest.raises(ValueError, match="x"):
        int("x")
        assert 1 == 2
