"""An old name warns, and still works."""

# stacks: pytest-anyio pytest-asyncio

import warnings

import pytest


async def answer() -> int:
    return 42


async def old_answer() -> int:
    warnings.warn("call answer()", DeprecationWarning, stacklevel=2)
    return await answer()


async def test_old_name_warns() -> None:
    with pytest.warns(DeprecationWarning, match="call answer"):
        assert await old_answer() == 42
