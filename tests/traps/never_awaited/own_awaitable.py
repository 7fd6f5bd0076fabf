"""Python warns of coroutines only, not of objects with `__await__`."""

from collections.abc import Generator


class Check:
    def __await__(self) -> Generator[None, None, None]:
        raise AssertionError
        yield


def check() -> Check:
    return Check()


async def test_trap() -> None:
    check()
