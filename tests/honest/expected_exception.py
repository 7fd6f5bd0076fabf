"""An exception that is expected is no failure."""

import asyncio


async def fail() -> None:
    await asyncio.sleep(0)
    raise ValueError


async def test_expected_exception() -> None:
    try:
        await fail()
    except ValueError as error:
        assert str(error) == ""
    else:
        raise AssertionError
