"""What a run leaves out, unless it is `--thorough`."""

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")

thorough = False  # set by conftest.py before tests are collected


def sample(everything: Iterable[T], step: int) -> list[T]:
    """Return one in so many, or all of them in a thorough run."""
    return list(everything)[:: 1 if thorough else step]
