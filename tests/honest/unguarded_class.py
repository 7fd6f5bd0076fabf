"""Switched off for one test."""

# stacks: unittest

import asyncio
import unittest

KEPT: list[object] = []


async def fail() -> None:
    raise ValueError


class UnguardedTest(unittest.IsolatedAsyncioTestCase):
    unguarded = ("test_unguarded",)

    async def test_unguarded(self) -> None:
        KEPT.append(fail())
        task = asyncio.create_task(asyncio.sleep(10))
        assert task
        assert task or 2  # unguarded
