"""Django's classes have no `asyncSetUp`: it is never called."""

# stacks: django

from django.test import SimpleTestCase


class TrapTest(SimpleTestCase):
    async def asyncSetUp(self) -> None:
        raise AssertionError

    async def test_trap(self) -> None:
        pass
