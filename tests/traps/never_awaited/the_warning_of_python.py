"""The expected warning comes from Python itself: the call is never awaited."""

# stacks: unittest django
# verbatim

import asyncio
import unittest
import warnings


async def read_legacy(name: str) -> str:
    await asyncio.sleep(0)
    if name.endswith(".old"):
        warnings.warn("old format", RuntimeWarning, stacklevel=2)
    raise FileNotFoundError(name)


class LegacyTest(unittest.IsolatedAsyncioTestCase):
    async def test_old_format_warns(self) -> None:
        with self.assertWarns(RuntimeWarning):
            read_legacy("settings.old")
