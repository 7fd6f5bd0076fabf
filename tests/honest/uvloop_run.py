"""uvloop runs the code under test."""

import asyncio

import uvloop


async def answer() -> int:
    await asyncio.sleep(0)
    return 42


def test_uvloop_run() -> None:
    assert uvloop.run(answer()) == 42
