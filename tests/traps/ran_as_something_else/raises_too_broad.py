"""Another exception than the expected one comes first."""

# stacks: pytest-asyncio pytest-anyio

import pytest


async def test_trap() -> None:
    with pytest.raises(Exception):
        raise TypeError
