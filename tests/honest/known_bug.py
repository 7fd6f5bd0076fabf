"""A known bug is expected to fail, and to fail in this way only."""

# stacks: pytest-anyio pytest-asyncio

import sys

import pytest


async def parse(line: str) -> int:
    return int(line)


@pytest.mark.xfail(raises=ValueError, strict=True, reason="thousands are not understood yet")
async def test_thousands() -> None:
    assert await parse("1,000") == 1000


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has drives")
async def test_drive() -> None:
    assert await parse("1") == 1


@pytest.mark.parametrize("line", ["1", pytest.param("+1", id="signed")])
async def test_digits(line: str) -> None:
    assert await parse(line) == 1
