"""The decorator makes a fixture of the test, and nobody asks for it."""

# stacks: pytest-anyio pytest-asyncio

import pytest


async def slug(title: str) -> str:
    return title.lower()


@pytest.fixture
def title() -> str:
    return "Hello World"


@pytest.fixture
async def test_slug_has_no_spaces(title: str) -> None:
    assert await slug(title) == "hello-world"


async def test_slug_is_lower_case(title: str) -> None:
    assert (await slug(title)).islower()
