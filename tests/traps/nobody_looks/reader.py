"""asyncio only logs what a reader raises."""

import asyncio
import socket


def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        asyncio.get_running_loop().add_reader(ours, check)
        theirs.send(b"hello")
        await asyncio.sleep(0.01)
        asyncio.get_running_loop().remove_reader(ours)
