"""Set-ups of a module and of a class that check something, by a helper and on a thread too."""

# stacks: unittest django
# verbatim

import queue
import threading
import unittest

PORTS = {"http": 0}
ASKED: "queue.Queue[str]" = queue.Queue()
ANSWERED: "queue.Queue[str]" = queue.Queue()


def check_port(name: str) -> None:
    assert PORTS[name] > 0


def answer() -> None:
    while question := ASKED.get():
        assert question.endswith("?")
        ANSWERED.put(question.rstrip("?"))


def setUpModule() -> None:
    PORTS["http"] = 80
    assert PORTS["http"]


class AnswerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        check_port("http")
        thread = threading.Thread(target=answer)
        thread.start()
        cls.addClassCleanup(thread.join)
        cls.addClassCleanup(ASKED.put, "")

    def test_answer(self) -> None:
        ASKED.put("ready?")
        for text in [ANSWERED.get()]:
            self.assertEqual(text, "ready")
