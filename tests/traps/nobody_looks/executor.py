"""The failure stays in a future that nobody asks."""

# before 3.12: nothing

from concurrent.futures import ThreadPoolExecutor


def check() -> None:
    raise AssertionError


def test_trap() -> None:
    with ThreadPoolExecutor() as executor:
        executor.submit(check)
