"""asyncio logs what a protocol raises, and closes the connection."""

import asyncio


class Check(asyncio.Protocol):
    def data_received(self, data: bytes) -> None:
        raise AssertionError(data)


async def test_trap() -> None:
    server = await asyncio.get_running_loop().create_server(Check, "127.0.0.1", 0)
    async with server:
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"hello")
        await asyncio.sleep(0.05)
        writer.close()
