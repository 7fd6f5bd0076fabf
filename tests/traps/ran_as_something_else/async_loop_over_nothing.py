"""There is nothing to check, so all is well."""

from collections.abc import AsyncIterator


async def notes() -> AsyncIterator[str]:
    for note in "":
        yield note


async def test_trap() -> None:
    async for note in notes():
        assert note == "hello"
