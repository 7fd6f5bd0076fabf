"""The group is cancelled to stop the producer, and the consumer has not checked yet."""

# stacks: pytest-asyncio pytest-anyio

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream


async def produce(stream: MemoryObjectSendStream[int]) -> None:
    number = 0
    while True:
        await stream.send(number)
        number += 1
        await anyio.sleep(0.01)


async def consume(stream: MemoryObjectReceiveStream[int]) -> None:
    received = [await stream.receive() for _ in range(10)]
    assert received == list(range(1, 11))


async def test_numbers_start_at_one() -> None:
    sender, receiver = anyio.create_memory_object_stream[int](1)
    async with sender, receiver, anyio.create_task_group() as group:
        group.start_soon(produce, sender)
        group.start_soon(consume, receiver)
        await anyio.sleep(0.02)
        group.cancel_scope.cancel()
