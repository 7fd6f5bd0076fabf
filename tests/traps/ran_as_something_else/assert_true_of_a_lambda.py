"""A function is always true."""

# general
# stacks: unittest django


async def test_trap() -> None:
    self.assertTrue(lambda: 1 + 1 == 3)
