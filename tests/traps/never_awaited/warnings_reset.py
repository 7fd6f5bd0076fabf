"""The test resets the filters of warnings, and no warning is an error any more."""

import warnings


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    warnings.resetwarnings()
    check()
