"""The branch is never taken."""

import sys


async def test_trap() -> None:
    if len(sys.argv) > 1000:
        raise AssertionError
