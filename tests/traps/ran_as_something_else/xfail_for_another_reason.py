"""The test fails, for another reason than the expected one."""

# general
# stacks: pytest-asyncio pytest-anyio

import pytest


@pytest.mark.xfail(reason="not implemented")
async def test_trap() -> None:
    raise TypeError
