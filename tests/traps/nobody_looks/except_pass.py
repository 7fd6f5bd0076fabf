"""The failure is caught with everything else."""

def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    try:
        check()
    except Exception:
        pass
