"""Fakes that are named like a test, or that assert something for themselves; and what they serve."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


class LatestProtocol(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        assert exc is None


class TestTransport(asyncio.Transport):
    __test__ = False

    def close(self) -> None:
        assert not self.is_closing()


class Connection:
    is_open = True

    def assert_open(self) -> None:
        if not self.is_open:
            raise ConnectionError

    def read(self) -> bytes:
        self.assert_open()
        return b"1"

    def write(self, data: bytes) -> int:
        self.assert_open()
        return len(data)


class Application:
    def __init__(self, scope: dict[str, str]) -> None:
        self.scope = scope

    async def run(self) -> int:
        await asyncio.sleep(0)
        assert self.scope["type"] == "http"
        return 200


async def serve(application: type[Application]) -> int:
    try:
        await application({"type": "lifespan"}).run()
    except Exception:
        print("there is no lifespan")
    return await application({"type": "http"}).run()


def handlers() -> dict[str, Callable[[], Awaitable[Any]]]:
    async def hello() -> str:
        return "hello"

    return dict(locals())


async def test_fakes() -> None:
    protocol = LatestProtocol()
    protocol.connection_made(TestTransport())
    assert protocol.transport
    assert Connection().read() == b"1"
    assert await serve(Application) == 200
    assert await handlers()["hello"]() == "hello"
