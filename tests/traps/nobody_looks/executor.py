"""The failure stays in a future that nobody asks."""

from concurrent.futures import ThreadPoolExecutor


def check() -> None:
    raise AssertionError


def test_trap() -> None:
    with ThreadPoolExecutor() as executor:
        executor.submit(check)
