"""The worker is on a loop that `setUp` made, as the old library did, and that nobody runs."""

# stacks: unittest django
# verbatim

import asyncio
import unittest


class Mailer:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.outbox: list[str] = []

    def send(self, address: str) -> None:
        self.loop.call_soon_threadsafe(self.deliver, address)

    def deliver(self, address: str) -> None:
        if "@" not in address:
            raise ValueError(address)
        self.outbox.append(address)


class MailerTest(unittest.IsolatedAsyncioTestCase):
    def setUp(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.addCleanup(self.loop.close)
        self.mailer = Mailer(self.loop)

    async def test_sends(self) -> None:
        self.mailer.send("ann")
        await asyncio.sleep(0.01)
        self.assertNotIn("bob", self.mailer.outbox)
