"""Expected to fail, and why."""

# stacks: pytest-asyncio pytest-anyio

import pytest


@pytest.mark.xfail(raises=NotImplementedError, reason="not written yet")
async def test_xfail() -> None:
    raise NotImplementedError


@pytest.mark.skipif(True, reason="not on this platform")
async def test_skipped() -> None:
    raise AssertionError
