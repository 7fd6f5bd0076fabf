"""The pattern on the command line is misspelt: nothing is run."""

# arguments: -k trpa


async def test_trap() -> None:
    raise AssertionError
