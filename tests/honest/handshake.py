"""A client is refused, and asyncio tells its handler of the server's side."""

import asyncio
import ssl


async def test_handshake() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=context)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"no TLS at all\n")
        assert b"TLS" not in await reader.read()
        writer.close()
