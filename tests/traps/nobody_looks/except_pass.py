"""The failure is caught with everything else."""

# before 3.12: ruff S110


def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    try:
        check()
    except Exception:
        pass
