"""Warnings may be a matter of the context, of which each test has one: Python 3.14 and later."""

# environment: PYTHON_CONTEXT_AWARE_WARNINGS=1

async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    check()  # type: ignore[unused-coroutine]
