"""Without its plugin an async test does not run."""

# stacks: pytest-asyncio
# arguments: -p no:asyncio


async def test_trap() -> None:
    raise AssertionError
