"""The tasks put their failures into a list, and the test looks at it before they have begun."""

import asyncio

ERRORS: list[Exception] = []


async def resize(width: int) -> None:
    try:
        if width <= 0:
            raise ValueError(width)
        await asyncio.sleep(0)
    except ValueError as error:
        ERRORS.append(error)


async def test_trap() -> None:
    tasks = [asyncio.create_task(resize(width)) for width in (1, 0)]
    assert not ERRORS
    await asyncio.gather(*tasks)
