"""The module is skipped as a whole, as something cannot be imported."""

# stacks: pytest-asyncio pytest-anyio

import pytest

anyoi = pytest.importorskip("anyoi")


async def test_trap() -> None:
    raise AssertionError
