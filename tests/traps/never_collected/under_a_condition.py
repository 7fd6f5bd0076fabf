"""The test is defined only where the condition holds."""

# verbatim
# stacks: pytest-asyncio pytest-anyio

import sys

if sys.platform == "amiga":

    async def test_trap() -> None:
        raise AssertionError
