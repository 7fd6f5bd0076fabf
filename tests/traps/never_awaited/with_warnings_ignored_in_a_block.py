"""The block ignores the one warning there would be."""

import warnings


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        check()  # type: ignore[unused-coroutine]
