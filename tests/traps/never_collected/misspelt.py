"""The runner looks for names that begin with test."""

async def tets_trap() -> None:
    raise AssertionError
