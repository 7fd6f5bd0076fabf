"""All clocks of the module stand still, so that nothing expires unless the test says so."""

import asyncio
import time
from unittest.mock import patch

now = patch("time.time", return_value=1_000_000.0)
monotonic = patch("time.monotonic", return_value=1_000.0)


def setUpModule() -> None:
    now.start()
    monotonic.start()


def tearDownModule() -> None:
    monotonic.stop()
    now.stop()


async def test_token_expires_after_a_minute() -> None:
    expires = time.time() + 60
    await asyncio.sleep(0)
    assert time.time() < expires

    with patch("time.time", return_value=expires):
        assert time.time() >= expires
