"""A `yield` made an async generator of the checks, and nobody iterates."""

from collections.abc import AsyncIterator


async def pages(count: int) -> AsyncIterator[str]:
    for number in range(count):
        yield f"page {number}"


async def check_pages(count: int) -> AsyncIterator[str]:
    number = 0
    async for page in pages(count):
        number += 1
        assert page == f"page {number}"
        yield page


async def test_pages_are_numbered_from_one() -> None:
    check_pages(3)
