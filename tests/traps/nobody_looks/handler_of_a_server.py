"""The handler of a connection is a task that nobody awaits."""

import asyncio


async def check(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()
    assert await reader.read() == b"bye"


async def test_trap() -> None:
    async with await asyncio.start_server(check, "127.0.0.1", 0) as server:
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"hello")
        writer.close()
        await writer.wait_closed()
        await asyncio.sleep(0.05)
