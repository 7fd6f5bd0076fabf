"""What ends the loop at once: the tasks around it cannot end before."""

import asyncio
import sys


async def leave() -> None:
    await asyncio.sleep(0)
    sys.exit(5)


async def main() -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(leave())


async def interrupted() -> None:
    asyncio.get_running_loop().call_soon(interrupt)
    await asyncio.sleep(5)


def interrupt() -> None:
    raise KeyboardInterrupt


async def grouped() -> None:
    raise BaseExceptionGroup("all", [SystemExit(5)])


def test_exit() -> None:
    try:
        asyncio.run(main())
    except SystemExit as error:
        assert error.code == 5
    else:
        raise AssertionError


def test_exit_in_a_group() -> None:
    try:
        asyncio.run(grouped())
    except BaseExceptionGroup as group:
        assert group.subgroup(SystemExit)
    else:
        raise AssertionError


def test_interrupt() -> None:
    try:
        asyncio.run(interrupted())
    except KeyboardInterrupt:
        return
    raise AssertionError
