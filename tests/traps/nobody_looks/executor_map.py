"""The results of `map` are never asked for."""

from concurrent.futures import ThreadPoolExecutor


def check(number: int) -> None:
    raise AssertionError(number)


def test_trap() -> None:
    with ThreadPoolExecutor() as executor:
        executor.map(check, range(2))
