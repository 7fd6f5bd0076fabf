"""The generator is not closed."""

# before 3.12: nothing
# before 3.12 pytest-anyio: run

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
