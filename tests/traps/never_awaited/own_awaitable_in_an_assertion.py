"""An object with `__await__` is true."""

from collections.abc import Generator


class Check:
    def __await__(self) -> Generator[None, None, bool]:
        raise AssertionError
        yield


async def test_trap() -> None:
    assert Check()
