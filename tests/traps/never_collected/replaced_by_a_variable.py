"""The name of the test is given to something else."""

# verbatim
# stacks: pytest-asyncio pytest-anyio


async def test_trap() -> None:
    raise AssertionError


test_trap = None
