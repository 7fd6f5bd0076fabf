"""unittest looks for subclasses of TestCase."""

# stacks: unittest django


class TrapTest:
    def test_trap(self) -> None:
        raise AssertionError
