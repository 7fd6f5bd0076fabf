"""Functions that are named like a test, and are none."""

# stacks: pytest-asyncio pytest-anyio

from collections.abc import Awaitable, Callable


def test_case() -> str:
    raise AssertionError("it is not a test")


test_case.__test__ = False  # type: ignore[attr-defined]


async def connect(check: Callable[[str], Awaitable[bool]]) -> bool:
    return await check("example.org")


async def test_inner_function_of_that_name() -> None:
    async def test_connection(host: str) -> bool:
        return host == "example.org"

    assert await connect(test_connection)
