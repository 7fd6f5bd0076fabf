"""pytest's own means."""

# stacks: pytest-asyncio pytest-anyio

import warnings

import pytest


async def forget() -> None: ...


async def test_warns() -> None:
    with pytest.warns(RuntimeWarning, match="never awaited"):
        forget()  # type: ignore[unused-coroutine]
    with pytest.warns(DeprecationWarning, match="old"):
        warnings.warn("old", DeprecationWarning, stacklevel=1)
    with pytest.raises(ValueError, match="x"):
        int("x")
