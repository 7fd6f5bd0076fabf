import asyncio
from collections.abc import AsyncIterator

import anyio
import pytest
import trio

LOOPS: list[object] = []
on_asyncio = pytest.mark.parametrize("anyio_backend", ["asyncio"])
on_uvloop = pytest.param(("asyncio", {"use_uvloop": True}), id="uvloop")


async def test_async_test() -> None:
    """any `async def test_…`"""
    await anyio.sleep(0)


class TestInAClass:
    async def test_classes(self) -> None:
        """plain ones, where they help"""
        await anyio.sleep(0)


@pytest.fixture
async def resource() -> AsyncIterator[str]:
    await anyio.sleep(0)
    yield "set up"
    await anyio.sleep(0)


async def test_set_up(resource: str) -> None:
    """an async fixture"""
    assert resource == "set up"


@on_asyncio
async def test_first_loop() -> None:
    LOOPS.append(asyncio.get_running_loop())


@on_asyncio
async def test_event_loop() -> None:
    """one for each test, or as wide as an async fixture"""
    assert asyncio.get_running_loop() is not LOOPS[0]


@pytest.mark.parametrize("anyio_backend", [on_uvloop, "trio"])
async def test_other_loops(anyio_backend: object) -> None:
    """uvloop and trio, but not for Django"""
    if anyio_backend == "trio":
        assert trio.lowlevel.current_task()
    else:
        assert type(asyncio.get_running_loop()).__module__.startswith("uvloop")


@pytest.mark.parametrize("number", [1, 2, 3])
async def test_parameters(number: int, request: pytest.FixtureRequest) -> None:
    """`parametrize`, a test for each value"""
    names = {item.name for item in request.session.items if "test_parameters" in item.name}
    assert len(names) == 3 * 2  # on each of the two backends
