"""A timer is a thread."""

import threading


def check() -> None:
    raise AssertionError


def test_trap() -> None:
    timer = threading.Timer(0.001, check)
    timer.start()
    timer.join()
