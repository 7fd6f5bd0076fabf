"""The runner looks for test_*.py."""

# file: tests/trap_tests.py


async def test_trap() -> None:
    raise AssertionError
