"""A sync test runs coroutines in a Runner of its own, in one loop and context."""

# verbatim

import asyncio
import unittest
from contextvars import ContextVar

user: ContextVar[str] = ContextVar("user")


async def log_in(name: str) -> None:
    user.set(name)


async def current() -> str:
    return user.get()


class RunnerTest(unittest.TestCase):
    def test_runs_share_their_context(self) -> None:
        with asyncio.Runner() as runner:
            runner.run(log_in("ada"))
            assert runner.run(current()) == "ada"
        assert user.get("nobody") == "nobody"
