import asyncio
from collections.abc import AsyncIterator, Callable

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


def pytest_asyncio_loop_factories(
    item: pytest.Item,
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    other = item.name == "test_other_loops"
    return {"other": OtherLoop} if other else {"asyncio": asyncio.new_event_loop}


@pytest.mark.asyncio(loop_factories=["other"])
async def test_other_loops() -> None:
    """any, through a hook of the plugin, which the template does not set"""
    assert isinstance(asyncio.get_running_loop(), OtherLoop)


@pytest.mark.parametrize("number", [1, 2, 3])
async def test_parameters(number: int, request: pytest.FixtureRequest) -> None:
    """`parametrize`, a test for each value"""
    names = {item.name for item in request.session.items if "test_parameters" in item.name}
    assert len(names) == 3
