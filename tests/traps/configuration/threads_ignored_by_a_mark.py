"""A mark ignores what fails in threads."""

# stacks: pytest-asyncio pytest-anyio

import threading

import pytest


def check() -> None:
    raise AssertionError


@pytest.mark.filterwarnings("ignore")
async def test_trap() -> None:
    thread = threading.Thread(target=check)
    thread.start()
    thread.join()
