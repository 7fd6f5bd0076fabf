"""`-W default` shows warnings, in place of raising them."""

# stacks: pytest-asyncio pytest-anyio
# arguments: -W default


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    check()  # type: ignore[unused-coroutine]
