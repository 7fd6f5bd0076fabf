"""With one parameter the loop has nothing to do, with the other it has."""

# stacks: pytest-asyncio pytest-anyio

import pytest


@pytest.mark.parametrize("numbers", [[], [1, 2]])
async def test_parameters(numbers: list[int]) -> None:
    for number in numbers:
        assert number > 0
