"""`-W ignore` ignores warnings."""

# stacks: pytest-asyncio pytest-anyio
# arguments: -W ignore


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    check()  # type: ignore[unused-coroutine]
