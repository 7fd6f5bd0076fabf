"""`async_to_sync` makes a function, which nobody calls: there is no coroutine, and no warning."""

# stacks: django
# verbatim

from asgiref.sync import async_to_sync
from my_project.models import User
from django.test import TestCase


class UserTest(TestCase):
    async def check_names(self) -> None:
        async for user in User.objects.all():
            self.assertTrue(user.username.islower(), user.username)

    def test_names_are_lower_case(self) -> None:
        User.objects.create(username="Ann")
        async_to_sync(self.check_names)
