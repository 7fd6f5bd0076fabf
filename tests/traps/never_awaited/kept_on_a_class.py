"""The class keeps it alive until the interpreter ends."""

class Cache:
    value: object = None


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    Cache.value = check()
