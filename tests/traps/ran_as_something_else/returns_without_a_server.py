"""The test returns before its first check."""

import asyncio
import os


async def ask(address: str, question: bytes) -> bytes:
    host, port = address.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(question)
    answer = await reader.readline()
    writer.close()
    return answer


async def test_server_answers() -> None:
    address = os.environ.get("ECHO_SERVER_ADDRESS")
    if not address:
        return
    assert await ask(address, b"hello") == b"hello\n"
