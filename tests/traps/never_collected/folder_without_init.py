"""A folder without __init__.py is no package: unittest does not enter it."""

# file: tests/unit/test_trap.py


async def test_trap() -> None:
    raise AssertionError
