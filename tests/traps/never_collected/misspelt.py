"""The runner looks for names that begin with test."""

# caught by: nothing


async def tets_trap() -> None:
    raise AssertionError
