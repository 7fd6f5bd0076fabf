"""What was written may never be sent."""

import asyncio


async def test_trap() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"hello")
        writer.drain()  # type: ignore[unused-coroutine]
        writer.close()
        await writer.wait_closed()
