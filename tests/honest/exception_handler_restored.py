"""An exception handler of its own collects the failure of a callback, and is taken back."""

import asyncio
from typing import Any


def fail() -> None:
    raise ZeroDivisionError


async def test_failed_callback_is_reported() -> None:
    reports: list[type] = []

    def report(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        reports.append(type(context["exception"]))

    loop = asyncio.get_running_loop()
    before = loop.get_exception_handler()
    loop.set_exception_handler(report)
    try:
        loop.call_soon(fail)
        await asyncio.sleep(0)
    finally:
        loop.set_exception_handler(before)

    assert reports == [ZeroDivisionError]
