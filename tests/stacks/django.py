import asyncio
import sys
import unittest
import warnings

from django.test import SimpleTestCase, TestCase

CALLED: list[str] = []
LOOPS: list[asyncio.AbstractEventLoop] = []


async def test_outside_of_a_class() -> None:
    raise AssertionError


class OtherLoop(asyncio.SelectorEventLoop):
    pass


class Test(TestCase):
    loop_factory = OtherLoop

    async def asyncSetUp(self) -> None:
        CALLED.append("asyncSetUp")

    async def test_async_test(self) -> None:
        """a method of Django's test cases"""
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

    async def test_other_loops(self) -> None:
        """none"""
        self.assertNotIsInstance(asyncio.get_running_loop(), OtherLoop)

    async def test_set_up(self) -> None:
        """none: `setUp` is sync"""
        self.assertNotIn("asyncSetUp", CALLED)


class SimpleTest(SimpleTestCase):
    def test_parameters(self) -> None:
        """`subTest`, all in one test"""

        class Inner(SimpleTestCase):
            async def test(self) -> None:
                for number in range(3):
                    with self.subTest(number=number):
                        self.assertLess(number, 1)

        result = run(Inner)
        self.assertEqual((result.testsRun, len(result.failures)), (1, 2))

    def test_wide_fixtures(self) -> None:
        """none: `setUpTestData` and `setUpClass` are sync"""

        class Inner(SimpleTestCase):
            @classmethod
            async def setUpClass(cls) -> None:
                CALLED.append("setUpClass")

            async def test(self) -> None:
                pass

        with warnings.catch_warnings(action="ignore"):
            self.assertTrue(run(Inner).wasSuccessful())
        self.assertNotIn("setUpClass", CALLED)


def run(case: type[SimpleTestCase]) -> unittest.TestResult:
    return unittest.defaultTestLoader.loadTestsFromTestCase(case).run(unittest.TestResult())
