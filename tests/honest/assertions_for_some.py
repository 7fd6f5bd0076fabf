"""Assertions outside of tests that no test reaches, as it should be."""

import asyncio
import sys
import typing
from collections.abc import Callable
from typing import NoReturn


def cases() -> list[int]:
    numbers = [1, 2]
    assert numbers
    return numbers


CASES = cases()


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


def identifier(name: str) -> None:
    assert name.isidentifier()


def names() -> list[str]:
    found = ["one", "two"]
    for name in found:
        identifier(name)
    return found


NAMES = names()


async def eventually(condition: Callable[[], bool]) -> None:
    for _ in range(100):
        if condition():
            return
        await asyncio.sleep(0.01)
    assert condition(), "it never came true"


async def soon(condition: Callable[[], bool]) -> None:
    for _ in range(100):
        if condition():
            break
        await asyncio.sleep(0.01)
    else:
        assert condition(), "it never came true"


def on_windows(loop: asyncio.AbstractEventLoop) -> None:
    assert "Proactor" in type(loop).__name__


def in_a_box(name: str) -> None:
    assert name == "box"


def fails(action: Callable[[], None]) -> bool:
    try:
        action()
    except ValueError:
        return True
    else:
        assert action
        return False


async def typed() -> None:
    typing.assert_type(await asyncio.sleep(0, 1), int)


def on_a_bad_day() -> None:
    # unguarded: the day has not come yet
    assert NAMES


HANDLERS: list[Callable[[], None]] = []


def register(handler: Callable[[], None]) -> Callable[[], None]:
    HANDLERS.append(handler)
    return handler


@register
def handle() -> None:
    assert not HANDLERS


async def test_assertions_for_some() -> None:
    if sys.platform == "win32":
        on_windows(asyncio.get_running_loop())
    await eventually(lambda: bool(NAMES))
    await soon(lambda: bool(NAMES))
    assert HANDLERS == [handle]
    await asyncio.sleep(0)
    assert FakeClient().get("/home") == "/home"
    assert [positive(number) for number in CASES] == [1, 2]
    assert fails(lambda: int("one"))
    if "box" in sys.argv:
        in_a_box(sys.argv[1])
    if CASES == [2]:
        never(CASES)
