"""Call an async function with many items, a few at a time."""

from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from anyio import create_memory_object_stream, create_task_group
from anyio.streams.memory import MemoryObjectSendStream

Item = TypeVar("Item")
Result = TypeVar("Result")


async def map_ordered(
    function: Callable[[Item], Coroutine[Any, Any, Result]],
    items: Iterable[Item],
    *,
    limit: int,
) -> list[Result]:
    """Call `function` with each item, at most `limit` calls at a time.

    Returns the results in the order of the items. A call that fails cancels the other
    calls, and its exception is raised in an `ExceptionGroup`. Raises `ValueError` when
    `limit` is less than 1.
    """
    check_limit(limit)
    results: dict[int, Result] = {}
    remaining = enumerate(items)

    async def worker() -> None:
        # The workers share one iterator: each takes the next item when it is free.
        for number, item in remaining:
            results[number] = await function(item)

    async with create_task_group() as group:
        for _ in range(limit):
            group.start_soon(worker)
    return [results[number] for number in range(len(results))]


@asynccontextmanager
async def map_as_completed(
    function: Callable[[Item], Coroutine[Any, Any, Result]],
    items: Iterable[Item],
    *,
    limit: int,
) -> AsyncIterator[AsyncIterator[Result]]:
    """Call `function` as `map_ordered` does, and hand out each result as soon as it is there.

    To be used as `async with map_as_completed(…) as results:` around an `async for`.
    Leaving the block cancels the calls that are still running.
    """
    check_limit(limit)
    remaining = iter(items)
    send, receive = create_memory_object_stream[Result]()

    async def worker(results: MemoryObjectSendStream[Result]) -> None:
        async with results:
            for item in remaining:
                await results.send(await function(item))

    async with create_task_group() as group, receive:
        async with send:
            for _ in range(limit):
                group.start_soon(worker, send.clone())
        yield receive
        group.cancel_scope.cancel()


def check_limit(limit: int) -> None:
    """Raise `ValueError` when `limit` is less than 1."""
    if limit < 1:
        msg = f"limit must be at least 1, not {limit}"
        raise ValueError(msg)
