"""The generator is not asked."""

from collections.abc import AsyncGenerator


async def numbers() -> AsyncGenerator[int, None]:
    raise AssertionError
    yield 1


async def test_trap() -> None:
    generator = numbers()
    assert anext(generator)
