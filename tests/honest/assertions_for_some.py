"""Assertions outside of tests that no test reaches, as it should be."""

import asyncio
from collections.abc import Callable
from typing import Any, NoReturn


def cases() -> list[int]:
    numbers = [1, 2]
    assert numbers
    return numbers


CASES = cases()


def pytest_generate_tests(metafunc: Any) -> None:
    assert metafunc.module


def never(value: object) -> NoReturn:
    assert False, value  # noqa: B011, PT015


class FakeClient:
    """A fake of which this test uses a part."""

    def get(self, path: str) -> str:
        assert path.startswith("/")
        return path

    def put(self, path: str) -> None:
        assert path.startswith("/")


def positive(number: int) -> int:
    if number < 0:
        raise ValueError(number)
    if number == 0:
        assert isinstance(number, int)
    return number


def checked(function: Callable[[int], int]) -> Callable[[int], int]:
    def check(number: int) -> int:
        result = function(number)
        assert result
        return result

    return check


@checked
def twice(number: int) -> int:
    return 2 * number


async def test_assertions_for_some() -> None:
    await asyncio.sleep(0)
    assert FakeClient().get("/home") == "/home"
    assert [positive(number) for number in CASES] == [1, 2]
    if CASES == [2]:
        never(CASES)
