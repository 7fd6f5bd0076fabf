"""The runner looks for test_*.py."""

# file: tests/checks.py


async def test_trap() -> None:
    raise AssertionError
