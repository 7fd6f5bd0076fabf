"""The test is skipped if the database has what the test needs, in place of unless."""

# stacks: django
# verbatim

from asgiref.sync import sync_to_async
from my_project.models import User
from django.db import transaction
from django.test import TestCase, skipIfDBFeature


@sync_to_async
def create_both(first: str, second: str) -> None:
    User.objects.create(username=first)
    with transaction.atomic():
        User.objects.create(username=second)
        transaction.set_rollback(True)


class CreateTest(TestCase):
    @skipIfDBFeature("supports_transactions")
    async def test_both_or_none(self) -> None:
        await create_both("ann", "bob")
        self.assertEqual(await User.objects.acount(), 0)

    async def test_nobody_at_first(self) -> None:
        self.assertEqual(await User.objects.acount(), 0)
