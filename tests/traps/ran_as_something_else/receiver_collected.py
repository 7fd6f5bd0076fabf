"""A signal holds its receivers weakly: the one that checks is gone before anything is sent."""

# stacks: django
# verbatim

from typing import Any

from django.dispatch import Signal
from django.test import SimpleTestCase

user_renamed = Signal()


async def rename(name: str) -> None:
    await user_renamed.asend(sender=None, name=name.lower())


class RenameTest(SimpleTestCase):
    def expect(self, signal: Signal, **expected: object) -> None:
        async def check(signal: Signal, sender: object, **kwargs: Any) -> None:
            self.assertEqual(kwargs, expected)

        signal.connect(check)

    async def test_signal_has_the_name(self) -> None:
        self.expect(user_renamed, name="Ann")
        await rename("Ann")
