"""Python only prints what a finalizer of a weak reference raises."""

import weakref


class Resource:
    pass


def check() -> None:
    raise AssertionError


def test_trap() -> None:
    weakref.finalize(Resource(), check)
