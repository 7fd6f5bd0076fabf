"""A mock that follows a coroutine function's signature."""

from unittest.mock import create_autospec


async def fetch(number: int) -> str:
    return str(number)


async def test_mock_of_a_coroutine_function() -> None:
    fake = create_autospec(fetch, return_value="one")
    assert await fake(1) == "one"
    fake.assert_awaited_once_with(1)
