"""The failure is caught with everything else, and logged."""

# before 3.12: ruff BLE001

import logging


def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    try:
        check()
    except Exception as error:
        logging.getLogger(__name__).warning("%s", error)
