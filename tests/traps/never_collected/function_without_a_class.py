"""unittest does not look at functions."""

# stacks: unittest django
# verbatim


async def test_trap() -> None:
    raise AssertionError
