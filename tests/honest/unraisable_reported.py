"""A hook of its own takes what a destructor raises, and the test reads what it took."""

import asyncio
import gc
import sys
from unittest.mock import patch


class Connection:
    def __del__(self) -> None:
        raise ResourceWarning("not closed")


async def test_open_connection_is_reported() -> None:
    with patch.object(sys, "unraisablehook") as hook:
        connection = Connection()
        await asyncio.sleep(0)
        del connection
        gc.collect()

        assert [type(report.args[0].exc_value) for report in hook.call_args_list] == [
            ResourceWarning
        ]
        hook.reset_mock()
