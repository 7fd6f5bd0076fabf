"""A fixture of a class is named as unittest would misspell it, and replaces that of its base."""

# stacks: pytest-asyncio pytest-anyio

import pytest


class Base:
    @pytest.fixture(autouse=True)
    def setup(self) -> None:
        self.number = 1


class TestFixture(Base):
    @pytest.fixture(autouse=True)
    def setup(self) -> None:
        self.number = 2

    async def test_fixture_named_setup(self) -> None:
        assert self.number == 2
