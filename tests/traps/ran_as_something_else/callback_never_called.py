"""The mock is never called, nor is the check in it."""

# caught by: nothing

from collections.abc import Callable


class Button:
    def on_click(self, callback: Callable[[], None]) -> None:
        self.callback = callback


async def test_trap() -> None:
    def check() -> None:
        raise AssertionError

    Button().on_click(check)
