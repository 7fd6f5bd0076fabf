"""A loop of its own in a thread."""

import asyncio
import threading


async def answer(answers: list[int]) -> None:
    answers.append(42)


def test_loop_in_a_thread() -> None:
    answers: list[int] = []
    thread = threading.Thread(target=lambda: asyncio.run(answer(answers)))
    thread.start()
    thread.join()
    assert answers == [42]
