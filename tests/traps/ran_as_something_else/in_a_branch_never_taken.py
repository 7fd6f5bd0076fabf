"""The branch is never taken."""

# caught by: nothing

import sys


async def test_trap() -> None:
    if len(sys.argv) > 1000:
        raise AssertionError
