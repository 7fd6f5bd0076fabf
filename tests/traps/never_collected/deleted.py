"""The test is deleted after it was defined."""

# verbatim
# stacks: pytest-asyncio pytest-anyio


async def test_trap() -> None:
    raise AssertionError


del test_trap
