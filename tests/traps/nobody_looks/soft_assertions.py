"""The failures are collected, to be raised together, and that is forgotten."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Soft:
    def __init__(self) -> None:
        self.failures: list[AssertionError] = []

    @contextmanager
    def check(self) -> Iterator[None]:
        try:
            yield
        except AssertionError as failure:
            self.failures.append(failure)

    def verify(self) -> None:
        if self.failures:
            raise self.failures[0]


async def test_trap() -> None:
    soft = Soft()
    with soft.check():
        assert await asyncio.sleep(0, 1) == 2
