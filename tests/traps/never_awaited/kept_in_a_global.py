"""The global keeps it alive until the interpreter ends, when nobody listens any more."""

async def check() -> None:
    raise AssertionError


KEPT: list[object] = []


async def test_trap() -> None:
    KEPT.append(check())
