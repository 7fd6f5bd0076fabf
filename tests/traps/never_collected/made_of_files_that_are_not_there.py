"""A test is made for each file of a folder, which is looked for at the wrong place."""

# stacks: pytest-asyncio pytest-anyio

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path


async def load(path: Path) -> dict[str, object]:
    text = await asyncio.to_thread(path.read_text)
    return dict(json.loads(text))


def make_test(path: Path) -> Callable[[], Awaitable[None]]:
    async def test() -> None:
        assert (await load(path))["version"] == 2

    return test


for example in sorted(Path("test/examples").glob("*.json")):
    globals()[f"test_{example.stem}"] = make_test(example)
