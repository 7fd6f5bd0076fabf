"""The interpreter ends, as if all were well."""

# caught by: nothing

import os


def test_trap() -> None:
    os._exit(0)
