"""Nothing is ever committed in a TestCase, so what waits for the commit is not called."""

# stacks: django
# verbatim

from asgiref.sync import sync_to_async
from my_project.models import User
from django.db import transaction
from django.test import TestCase

WELCOMED: list[str] = []


def welcome(user: User) -> None:
    if not user.email:
        raise ValueError(user.username)
    WELCOMED.append(user.email)


@sync_to_async
def register(name: str) -> User:
    with transaction.atomic():
        user = User.objects.create(username=name)
        transaction.on_commit(lambda: welcome(user))
    return user


class RegisterTest(TestCase):
    async def test_registers(self) -> None:
        user = await register("ann")
        self.assertTrue(await User.objects.filter(pk=user.pk).aexists())
