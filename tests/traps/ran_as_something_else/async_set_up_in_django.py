"""`setUp` is called, and not awaited: in Django's classes it is sync."""

# stacks: django

from django.test import SimpleTestCase


class TrapTest(SimpleTestCase):
    async def setUp(self) -> None:  # type: ignore[override]
        raise AssertionError

    async def test_trap(self) -> None:
        assert True
