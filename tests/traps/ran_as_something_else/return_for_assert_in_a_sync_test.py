"""The test returns what it was to assert."""

def test_trap() -> bool:
    return 1 == 2
