"""A test is skipped without an optional module, which has another name by now."""

# stacks: unittest django

from importlib.util import find_spec
from unittest import skipUnless


@skipUnless(find_spec("optional_module"), "the optional module is not installed")
async def test_trap() -> None:
    raise AssertionError
