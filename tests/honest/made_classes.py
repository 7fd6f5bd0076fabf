"""A test case whose module is not there, with attributes that are not there yet either."""

# stacks: unittest pytest-asyncio pytest-anyio
# verbatim

import unittest


async def test_number(self: unittest.IsolatedAsyncioTestCase) -> None:
    assert self.number is None  # type: ignore[attr-defined]


MadeTest = type(
    "MadeTest",
    (unittest.IsolatedAsyncioTestCase,),
    {"__module__": "made", "number": None, "test_number": test_number},
)
del test_number
