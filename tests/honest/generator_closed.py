"""A stream is left half-way, and closed at once by `aclosing`."""

import contextlib
from collections.abc import AsyncGenerator


async def lines(log: list[str]) -> AsyncGenerator[str, None]:
    try:
        for line in ("hello", "you", "there"):
            yield line
    finally:
        log.append("closed")


async def test_stream_is_closed_at_the_first_match() -> None:
    log: list[str] = []
    async with contextlib.aclosing(lines(log)) as stream:
        async for line in stream:
            log.append(line)
            if line == "you":
                break

    assert log == ["hello", "you", "closed"]
