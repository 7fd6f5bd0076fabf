"""`python -O` drops each `assert`."""

# environment: PYTHONOPTIMIZE=1


def check() -> None:
    assert 1 == 2


async def test_trap() -> None:
    check()
