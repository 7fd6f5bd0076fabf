"""The test is defined only where the condition holds."""

# verbatim
# stacks: pytest-asyncio pytest-anyio

import os

if "RUN_SLOW_TESTS" in os.environ:

    async def test_trap() -> None:
        raise AssertionError
