"""The test is about the warning itself: the coroutine is dropped inside of `assertWarnsRegex`."""

# stacks: unittest
# verbatim

import gc
import unittest


async def answer() -> int:
    return 42


class AnswerTest(unittest.IsolatedAsyncioTestCase):
    async def test_forgotten_await_is_reported(self) -> None:
        with self.assertWarnsRegex(RuntimeWarning, "'answer' was never awaited"):
            coroutine = answer()
            del coroutine
            gc.collect()
