"""A future is lost on purpose, in the loop of the test, to see what is logged."""

# stacks: pytest-asyncio

import asyncio
import gc

import pytest


async def test_lost_future_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    future.set_exception(ConnectionError("refused"))
    del future
    gc.collect()

    assert [record.name for record in caplog.records] == ["asyncio"]
    assert "Future exception was never retrieved" in caplog.text
