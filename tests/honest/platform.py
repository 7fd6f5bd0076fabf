"""A test that is for another system, or for another Python."""

import os
import sys

if sys.platform == "win32":

    async def test_windows() -> None:
        assert os.sep


if sys.version_info >= (3, 99):

    async def test_later() -> None:
        assert True


async def test_platform() -> None:
    if os.name == "nt":
        assert os.sep == "\\"
    assert os.sep in "/\\"
