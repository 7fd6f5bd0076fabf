"""hypothesis calls an async test many times."""

# stacks: pytest-asyncio pytest-anyio

from hypothesis import given, settings
from hypothesis import strategies as st


@given(number=st.integers())
@settings(max_examples=5, deadline=None)
async def test_hypothesis(number: int) -> None:
    assert number == int(str(number))
