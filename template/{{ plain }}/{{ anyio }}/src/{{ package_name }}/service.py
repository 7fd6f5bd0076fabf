"""A TCP service that answers one request per connection, and its client."""

import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

from anyio import (
    BrokenResourceError,
    DelimiterNotFound,
    IncompleteRead,
    connect_tcp,
    create_task_group,
    create_tcp_listener,
)
from anyio.abc import SocketAttribute, SocketStream
from anyio.streams.buffered import BufferedByteReceiveStream

Handler = Callable[[str], Awaitable[str]]

logger = logging.getLogger(__name__)

MAX_LINE = 2**16  # bytes


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

    async def accept(stream: SocketStream) -> None:
        await converse(stream, handler)

    async with (
        await create_tcp_listener(local_host=host, local_port=port) as listener,
        create_task_group() as group,
    ):
        group.start_soon(listener.serve, accept, group)
        yield Address(host, listener.extra(SocketAttribute.local_port))  # noqa: S610 (no query)
        group.cancel_scope.cancel()


async def request(address: Address, text: str) -> str:
    """Ask the service at `address`, and return its answer.

    Raises `RequestError` when it refuses or fails, `OSError` when it cannot be reached,
    and `IncompleteRead` when it stops before it has answered.
    """
    async with await connect_tcp(*address) as stream:
        await stream.send(encode(text))
        line = await BufferedByteReceiveStream(stream).receive_until(b"\n", MAX_LINE)
    status, answer = json.loads(line)
    if status != "ok":
        raise RequestError(answer)
    return str(answer)


async def converse(stream: SocketStream, handler: Handler) -> None:
    """Answer the one request of a connection."""
    # A client that goes away, or that sends anything but a line, gets no answer.
    with suppress(BrokenResourceError, IncompleteRead, DelimiterNotFound):
        async with stream:
            line = await BufferedByteReceiveStream(stream).receive_until(b"\n", MAX_LINE)
            await stream.send(await reply(line, handler))


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
