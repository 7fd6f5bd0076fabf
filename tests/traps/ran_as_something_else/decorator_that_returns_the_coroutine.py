"""The decorator's function is sync, and the block is left before the test begins."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def opened() -> Iterator[None]:
    yield


@opened()
async def test_trap() -> None:
    raise AssertionError
