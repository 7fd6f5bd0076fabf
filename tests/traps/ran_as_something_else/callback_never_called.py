"""The mock is never called, nor is the check in it."""

from collections.abc import Callable


class Button:
    def on_click(self, callback: Callable[[], None]) -> None:
        self.callback = callback


async def test_trap() -> None:
    button = Button()

    def check() -> None:
        assert button.callback is None

    button.on_click(check)
