"""A function inside of a test is called like a test, and is the handler of a server."""

import asyncio


async def test_server_says_hello() -> None:
    handled = 0

    async def test_client_connected(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        nonlocal handled
        writer.write(await reader.readline())
        handled += 1
        writer.close()

    async with await asyncio.start_server(test_client_connected, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"hello\n")
        assert await reader.read() == b"hello\n"
        writer.close()
        await writer.wait_closed()
    assert handled == 1
