"""The interpreter ends, as if all were well."""

import os


def test_trap() -> None:
    os._exit(0)
