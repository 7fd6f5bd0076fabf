"""The clean-up of a generator runs when it is destroyed, and Python only prints what it raises."""

from collections.abc import Iterator


def numbers() -> Iterator[int]:
    try:
        yield 1
    finally:
        raise AssertionError


def test_trap() -> None:
    for number in numbers():
        assert number == 1
        break
