import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio



LOOPS: list[object] = []


async def test_async_test() -> None:
    """any `async def test_…`"""
    await asyncio.sleep(0)


class TestInAClass:
    async def test_classes(self) -> None:
        """plain ones, where they help"""
        await asyncio.sleep(0)


@pytest_asyncio.fixture
async def resource() -> AsyncIterator[str]:
    await asyncio.sleep(0)
    yield "set up"
    await asyncio.sleep(0)


async def test_set_up(resource: str) -> None:
    """an async fixture"""
    assert resource == "set up"


async def test_first_loop() -> None:
    LOOPS.append(asyncio.get_running_loop())


async def test_event_loop() -> None:
    """one for each test, or as wide as a `loop_scope`"""
    assert asyncio.get_running_loop() is not LOOPS[0]


class OtherLoop(asyncio.SelectorEventLoop):
    pass


# conftest.py names the loops. This one is another than it has.
asyncio.SelectorEventLoop = OtherLoop  # type: ignore[misc]


@pytest.mark.asyncio(loop_factories=["selector"])
async def test_other_loops() -> None:
    """each that a loop factory makes"""
    assert isinstance(asyncio.get_running_loop(), OtherLoop)


@pytest.mark.parametrize("number", [1, 2, 3])
async def test_parameters(number: int, request: pytest.FixtureRequest) -> None:
    """`parametrize`, a test for each value"""
    names = {item.name for item in request.session.items if "test_parameters" in item.name}
    assert len(names) == 3
