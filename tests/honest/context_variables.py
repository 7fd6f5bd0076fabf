"""Context variables, and a callback that succeeds."""

import asyncio
from contextvars import ContextVar

NAME: ContextVar[str] = ContextVar("NAME")


async def test_context_variables() -> None:
    NAME.set("ada")
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(lambda: future.set_result(NAME.get()))
    assert await future == "ada"
