"""The environment of this machine shows warnings, in place of raising them."""

# environment: PYTHONWARNINGS=always


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    check()  # type: ignore[unused-coroutine]
