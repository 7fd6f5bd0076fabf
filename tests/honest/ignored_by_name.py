"""A mark ignores by its name what pytest reports."""

# stacks: pytest-asyncio pytest-anyio

import pytest


class Noisy:
    def __del__(self) -> None:
        raise OSError


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_ignored_by_name() -> None:
    noisy = Noisy()
    assert noisy
