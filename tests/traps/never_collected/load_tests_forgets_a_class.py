"""`load_tests` names the classes to run, and forgets one."""

# stacks: unittest
# verbatim

import unittest


class FirstTest(unittest.IsolatedAsyncioTestCase):
    async def test_first(self) -> None:
        self.assertTrue(True)


class TrapTest(unittest.IsolatedAsyncioTestCase):
    async def test_trap(self) -> None:
        self.fail()


def load_tests(
    loader: unittest.TestLoader, _tests: unittest.TestSuite, _pattern: str | None
) -> unittest.TestSuite:
    return loader.loadTestsFromTestCase(FirstTest)
