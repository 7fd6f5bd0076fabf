"""The failures are returned by a helper, and checked by the test, or are of a kind of its own."""

import asyncio


class Refused(Exception):
    pass


async def fail() -> None:
    raise Refused


async def outcomes() -> list[object]:
    results: list[object] = await asyncio.gather(fail(), fail(), return_exceptions=True)
    return results


async def test_gathered_by_a_helper() -> None:
    first, second = await outcomes()
    assert type(first) is type(second) is Refused


async def test_kind_of_its_own() -> None:
    [result] = await asyncio.gather(fail(), return_exceptions=True)
    assert type(result) is Refused
