"""Warnings of another kind are ignored."""

import warnings


async def test_ignored_warnings() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.warn("old", DeprecationWarning, stacklevel=1)
