"""A library that was called earlier ignores all warnings from then on."""

import warnings


async def check() -> None:
    raise AssertionError


def noisy_library() -> None:
    warnings.simplefilter("ignore")


async def test_trap() -> None:
    noisy_library()
    check()  # type: ignore[unused-coroutine]
