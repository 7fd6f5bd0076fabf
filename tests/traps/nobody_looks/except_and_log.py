"""The failure is caught with everything else, and logged."""

import logging


def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    try:
        check()
    except Exception as error:
        logging.getLogger(__name__).warning("%s", error)
