"""The generator is not asked."""

# before 3.12: mypy truthy-bool
# before 3.12 pytest-anyio: run

from collections.abc import AsyncGenerator


async def numbers() -> AsyncGenerator[int, None]:
    raise AssertionError
    yield 1


async def test_trap() -> None:
    generator = numbers()
    assert anext(generator)
