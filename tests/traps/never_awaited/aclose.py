"""The generator is not closed."""

from collections.abc import AsyncGenerator

CLOSED: list[bool] = []


async def numbers() -> AsyncGenerator[int, None]:
    try:
        yield 1
    finally:
        CLOSED.append(True)


GENERATOR = numbers()


async def test_trap() -> None:
    await anext(GENERATOR)
    GENERATOR.aclose()  # type: ignore[unused-coroutine]
