"""`asend_robust` returns what the receivers raise, and the test reads it."""

# stacks: django

from django.dispatch import Signal

saved = Signal()


async def refuse(sender: object, **_: object) -> None:
    raise ValueError("refused")


async def count(sender: object, **_: object) -> int:
    return 1


async def test_failed_receiver_does_not_stop_the_others() -> None:
    saved.connect(refuse)
    saved.connect(count)
    try:
        answers = dict(await saved.asend_robust(sender=None))
    finally:
        saved.disconnect(refuse)
        saved.disconnect(count)

    assert answers[count] == 1
    assert str(answers[refuse]) == "refused"
