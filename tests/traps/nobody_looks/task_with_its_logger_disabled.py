"""`dictConfig` disables the loggers that it does not name, asyncio's as well."""

import asyncio
import logging.config


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    logging.config.dictConfig({"version": 1})
    asyncio.create_task(check())
    await asyncio.sleep(0.01)
