"""Python only prints what `__del__` raises, when the garbage collector comes by."""

class Resource:
    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        raise AssertionError


def test_trap() -> None:
    Resource()
