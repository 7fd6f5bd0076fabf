"""Assertions in branches, beside a helper that checks as well."""

import asyncio
import sys


def check(number: int) -> None:
    if number != 1:
        raise AssertionError


async def test_helper_checks() -> None:
    number = await asyncio.sleep(0, 1)
    check(number)
    if number > 1:
        assert number == 2


async def test_on_another_system() -> None:
    number = await asyncio.sleep(0, 1)
    if sys.platform == "win32":
        assert number == 1


async def test_one_branch_of_two() -> None:
    number = await asyncio.sleep(0, 1)
    if number > 1:
        assert number == 2
    else:
        assert number == 1


async def test_nothing_to_do() -> None:
    if sys.platform == "win32":
        return
    assert await asyncio.sleep(0, 1) == 1


async def test_nothing_is_raised() -> None:
    await asyncio.sleep(0)
