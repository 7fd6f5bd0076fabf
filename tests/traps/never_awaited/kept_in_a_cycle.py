"""The cycle keeps it alive until the garbage collector comes by, perhaps after the last test."""

async def check(arguments: list[object]) -> None:
    raise AssertionError(arguments)


async def test_trap() -> None:
    cycle: list[object] = []
    cycle.append(check(cycle))
