"""Code under test that handles a failed assertion while nothing may look at the disk."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch


@contextmanager
def no_blocking() -> Iterator[None]:
    with patch("os.stat", side_effect=BlockingIOError), patch("builtins.open", side_effect=BlockingIOError):
        yield


class Connection:
    """Stands for code under test that says why it was closed."""

    reason: BaseException | None = None

    async def serve(self) -> None:
        await asyncio.sleep(0)
        try:
            assert self.reason
        except AssertionError as error:
            self.reason = error


async def test_no_blocking() -> None:
    connection = Connection()
    with no_blocking():
        await connection.serve()
    assert isinstance(connection.reason, AssertionError)
    assert os.stat(".")
