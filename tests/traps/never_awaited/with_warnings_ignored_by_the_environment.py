"""The environment of this machine ignores warnings."""

# environment: PYTHONWARNINGS=ignore


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    check()  # type: ignore[unused-coroutine]
