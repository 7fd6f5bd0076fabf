"""Warnings are recorded, and counted."""

import warnings


async def test_recorded_warnings() -> None:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        warnings.warn("old", DeprecationWarning, stacklevel=1)
    assert len(seen) == 1
