"""pytest calls the finalizer, and does not await it."""

# stacks: pytest-asyncio pytest-anyio

import pytest


async def check() -> None:
    raise AssertionError


async def test_trap(request: pytest.FixtureRequest) -> None:
    request.addfinalizer(check)
