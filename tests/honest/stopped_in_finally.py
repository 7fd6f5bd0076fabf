"""A background task serves the test, and stops in its `finally`."""

import asyncio


async def answer(questions: asyncio.Queue[asyncio.Future[int]]) -> None:
    while True:
        (await questions.get()).set_result(42)


async def test_question_is_answered() -> None:
    questions: asyncio.Queue[asyncio.Future[int]] = asyncio.Queue()
    task = asyncio.create_task(answer(questions))
    try:
        question: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        questions.put_nowait(question)
        assert await asyncio.wait_for(question, 5) == 42
    finally:
        task.cancel()
        await asyncio.wait([task])
    assert task.cancelled()
