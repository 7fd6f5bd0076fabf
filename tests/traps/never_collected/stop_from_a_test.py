"""The test stops the run, as if all were well."""

# stacks: unittest django

import unittest


class TrapTest(unittest.TestCase):
    def run(self, result: unittest.TestResult | None = None) -> unittest.TestResult | None:
        if result:
            result.stop()
        return super().run(result)

    def test_trap(self) -> None:
        pass

    def test_zzz(self) -> None:
        raise AssertionError
