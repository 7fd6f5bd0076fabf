"""The tag on the command line is misspelt: nothing is run."""

# stacks: django
# arguments: --tag trpa


async def test_trap() -> None:
    raise AssertionError
