"""Switched off for one test."""

# stacks: django

import asyncio

from django.test import SimpleTestCase, tag

KEPT: list[object] = []


async def fail() -> None:
    raise ValueError


class UnguardedTest(SimpleTestCase):
    @tag("unguarded")
    async def test_unguarded(self) -> None:
        KEPT.append(fail())
        task = asyncio.create_task(asyncio.sleep(10))
        assert task
        assert task or 2
