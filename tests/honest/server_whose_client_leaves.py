"""The handler is still reading when the client has gone and the test ends."""

import asyncio


async def swallow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    await asyncio.sleep(0)
    writer.close()
    await writer.wait_closed()


async def test_server_whose_client_leaves() -> None:
    async with await asyncio.start_server(swallow, "127.0.0.1", 0) as server:
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"hello\n")
        writer.close()
        await writer.wait_closed()
