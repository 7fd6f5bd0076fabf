"""The failure stays in the future of the portal, which nobody asks."""

# stacks: pytest-asyncio pytest-anyio

import anyio
from anyio.from_thread import start_blocking_portal


async def register(names: list[str], name: str) -> None:
    await anyio.sleep(0)
    if name in names:
        raise ValueError(name)
    names.append(name)


def test_registers_twice() -> None:
    names: list[str] = ["ann"]
    with start_blocking_portal() as portal:
        portal.start_task_soon(register, names, "ann")
        portal.call(anyio.sleep, 0.01)
    assert names == ["ann"]
