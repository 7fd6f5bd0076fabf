import asyncio
import sys
import unittest
import warnings
from contextlib import asynccontextmanager

CALLED: list[str] = []
LOOPS: list[asyncio.AbstractEventLoop] = []


async def test_outside_of_a_class() -> None:
    raise AssertionError


class Test(unittest.IsolatedAsyncioTestCase):
    async def test_async_test(self) -> None:
        """a method of `IsolatedAsyncioTestCase`"""
        await asyncio.sleep(0)

    def test_classes(self) -> None:
        """required"""
        loaded = str(unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__]))
        self.assertIn("test_classes", loaded)
        self.assertNotIn("test_outside_of_a_class", loaded)

    async def test_a_loop(self) -> None:
        LOOPS.append(asyncio.get_running_loop())

    async def test_event_loop(self) -> None:
        """one for each test"""
        self.assertIsNot(asyncio.get_running_loop(), LOOPS[0])

    def test_parameters(self) -> None:
        """`subTest`, all in one test"""

        class Inner(unittest.IsolatedAsyncioTestCase):
            async def test(self) -> None:
                for number in range(3):
                    with self.subTest(number=number):
                        self.assertLess(number, 1)

        result = run(Inner)
        self.assertEqual((result.testsRun, len(result.failures)), (1, 2))

    def test_wide_fixtures(self) -> None:
        """none: `setUpClass` is sync"""

        class Inner(unittest.IsolatedAsyncioTestCase):
            @classmethod
            async def setUpClass(cls) -> None:
                CALLED.append("setUpClass")

            async def test(self) -> None:
                pass

        with warnings.catch_warnings(action="ignore"):
            self.assertTrue(run(Inner).wasSuccessful())
        self.assertNotIn("setUpClass", CALLED)


class SetUpTest(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        @asynccontextmanager
        async def context():
            await asyncio.sleep(0)
            yield "entered"

        self.value = await self.enterAsyncContext(context())

    async def test_set_up(self) -> None:
        """`asyncSetUp`, `enterAsyncContext`"""
        self.assertEqual(self.value, "entered")


class OtherLoop(asyncio.SelectorEventLoop):
    pass


class LoopTest(unittest.IsolatedAsyncioTestCase):
    loop_factory = OtherLoop

    async def test_other_loops(self) -> None:
        """`loop_factory`, from Python 3.13 on"""
        other = isinstance(asyncio.get_running_loop(), OtherLoop)
        self.assertEqual(other, sys.version_info >= (3, 13))


def run(case: type[unittest.TestCase]) -> unittest.TestResult:
    return unittest.defaultTestLoader.loadTestsFromTestCase(case).run(unittest.TestResult())
