"""Without `with` or a function to call, `assertRaises` does nothing."""

# general
# stacks: unittest django


async def answer() -> int:
    return 42


async def test_trap() -> None:
    self.assertRaises(ValueError)
    await answer()
