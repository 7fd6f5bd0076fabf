"""The decorator's function is sync: it calls the test, and drops the coroutine."""

import functools
from collections.abc import Callable
from typing import Any


def logged(function: Callable[..., object]) -> Callable[..., None]:
    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> None:
        function(*args, **kwargs)

    return call


@logged
async def test_trap() -> None:
    raise AssertionError
