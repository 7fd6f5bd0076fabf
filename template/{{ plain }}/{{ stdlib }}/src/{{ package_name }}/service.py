"""A TCP service that answers one request per connection, and its client."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

Handler = Callable[[str], Awaitable[str]]

logger = logging.getLogger(__name__)


class RequestError(Exception):
    """The service has no answer to a request; the message says why."""


class Address(NamedTuple):
    """Where a service listens."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Read an address written as `host:port`.

        Raises `ValueError` when `text` is something else.
        """
        host, colon, port = text.rpartition(":")
        if not (host and colon and port.isdecimal() and int(port) < 2**16):
            msg = f"not an address: {text!r}; write host:port"
            raise ValueError(msg)
        return cls(host, int(port))

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@asynccontextmanager
async def serve(
    handler: Handler, *, host: str = "127.0.0.1", port: int = 0
) -> AsyncIterator[Address]:
    """Answer requests with what `handler` returns, until the block is left.

    Yields the address, with the port that the system chose when `port` is 0. A `ValueError`
    raised by `handler` refuses the request, and the client gets its message. Any other
    exception is logged as an error, and the service goes on.
    """
    connections: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(converse(reader, writer, handler))
        connections.add(task)
        task.add_done_callback(connections.discard)

    server = await asyncio.start_server(accept, host, port)
    try:
        yield Address(*server.sockets[0].getsockname()[:2])
    finally:
        server.close()
        for task in connections:
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)


async def request(address: Address, text: str) -> str:
    """Ask the service at `address`, and return its answer.

    Raises `RequestError` when it refuses or fails, `OSError` when it cannot be reached,
    and `EOFError` when it stops before it has answered.
    """
    reader, writer = await asyncio.open_connection(*address)
    try:
        writer.write(encode(text))
        status, answer = json.loads(await reader.readuntil())
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
    if status != "ok":
        raise RequestError(answer)
    return str(answer)


async def converse(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, handler: Handler
) -> None:
    """Answer the one request of a connection."""
    try:
        # A client that goes away, or that sends anything but a line, gets no answer.
        with suppress(OSError, EOFError, asyncio.LimitOverrunError):
            line = await reader.readuntil()
            writer.write(await reply(line, handler))
            await writer.drain()
    finally:
        writer.close()


async def reply(line: bytes, handler: Handler) -> bytes:
    """Return the line to send back for the line that was received."""
    try:
        return encode(["ok", await handler(str(json.loads(line)))])
    except ValueError as error:
        return encode(["refused", str(error)])
    except Exception:
        logger.exception("The handler failed for %r", line)
        return encode(["failed", "internal error"])


def encode(value: object) -> bytes:
    """Return `value` as a line of JSON."""
    return json.dumps(value).encode() + b"\n"
