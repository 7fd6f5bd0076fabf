"""A runner keeps its loop for several calls."""

import asyncio


async def answer() -> int:
    return 42


def test_own_runner() -> None:
    with asyncio.Runner() as runner:
        assert runner.run(answer()) == 42
        assert runner.run(answer()) == 42
