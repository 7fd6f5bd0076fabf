"""Without this plugin, warnings are no errors."""

# stacks: pytest-asyncio pytest-anyio
# arguments: -p no:warnings


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    check()  # type: ignore[unused-coroutine]
