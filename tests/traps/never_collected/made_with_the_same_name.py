"""Two of the tests that are made have the same name, and the second replaces the first."""

# stacks: pytest-asyncio pytest-anyio

import asyncio
import re
from collections.abc import Awaitable, Callable

CASES = {"a/b": "a%2Fb", "a b": "a%20b"}


async def quote(text: str) -> str:
    await asyncio.sleep(0)
    return text.replace(" ", "%20")


def make_test(text: str, expected: str) -> Callable[[], Awaitable[None]]:
    async def test() -> None:
        if "/" in text:
            assert await quote(text) == expected
        assert await quote(text) == expected

    return test


for case, result in CASES.items():
    globals()["test_quotes_" + re.sub(r"\W", "_", case)] = make_test(case, result)
