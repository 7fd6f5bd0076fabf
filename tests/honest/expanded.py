"""A test is run once for each of its data, as libraries for such tests do, over another decorator."""

# stacks: unittest pytest-asyncio pytest-anyio
# verbatim

import unittest
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar
from unittest.mock import AsyncMock, patch

Test = Callable[..., Coroutine[Any, Any, None]]
Case = TypeVar("Case", bound=type[unittest.IsolatedAsyncioTestCase])


def expand(case: Case) -> Case:
    for name, test in [*vars(case).items()]:
        if values := getattr(test, "values", None):
            delattr(case, name)
            for number, value in enumerate(values):
                setattr(case, f"{name}_{number}", run_with(test, value))
    return case


def run_with(test: Test, value: int) -> Test:
    async def run(self: unittest.IsolatedAsyncioTestCase) -> None:
        await test(self, value)

    return run


def data(*values: int) -> Callable[[Test], Test]:
    def mark(test: Test) -> Test:
        test.values = values  # type: ignore[attr-defined]
        return test

    return mark


def quietly(test: Test) -> Test:
    async def inner(*args: Any) -> None:
        await test(*args)

    return inner


@expand
class ExpandedTest(unittest.IsolatedAsyncioTestCase):
    @data(1, 2)
    @patch("os.getpid")
    @quietly
    async def test_double(self, value: int, _: AsyncMock) -> None:
        self.assertEqual(value + value, 2 * value)
