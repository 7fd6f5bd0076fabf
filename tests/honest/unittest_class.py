"""unittest's own class under pytest."""

# stacks: unittest pytest-asyncio pytest-anyio

import asyncio
import unittest


class Contract:
    number = 0

    async def test_contract(self) -> None:
        assert self.number == 1


class HonestTest(Contract, unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        self.number = 1
        self.addAsyncCleanup(asyncio.sleep, 0)

    async def test_logs(self) -> None:
        with self.assertWarnsRegex(RuntimeWarning, "never awaited"):
            asyncio.sleep(0)  # type: ignore[unused-coroutine]

    @unittest.expectedFailure
    async def test_expected_failure(self) -> None:
        raise AssertionError

    @unittest.skip("not on this platform")
    async def test_skipped(self) -> None:
        raise AssertionError
