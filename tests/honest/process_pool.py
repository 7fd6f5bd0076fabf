"""AnyIO's pool of processes has a task of its own, as long as its event loop."""

# stacks: pytest-anyio

import anyio.to_process


async def test_process_pool() -> None:
    assert await anyio.to_process.run_sync(abs, -1) == 1
