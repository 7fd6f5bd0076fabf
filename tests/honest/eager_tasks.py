"""Tasks start at once where Python can, and the factory is taken back."""

import asyncio
import sys


async def note(lines: list[str]) -> None:
    lines.append("started")


async def test_eager_task_starts_at_once() -> None:
    loop = asyncio.get_running_loop()
    lines: list[str] = []
    before = loop.get_task_factory()
    if sys.version_info >= (3, 12):
        loop.set_task_factory(asyncio.eager_task_factory)
    try:
        task = asyncio.create_task(note(lines))
        assert len(lines) == (sys.version_info >= (3, 12))
        await task
    finally:
        loop.set_task_factory(before)

    assert lines == ["started"]
