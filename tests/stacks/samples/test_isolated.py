import unittest

from my_project.models import User
from django.test import TestCase


class NeedsADatabase(TestCase):
    def test_database(self) -> None:
        self.assertFalse(User.objects.exists())


class Test(unittest.IsolatedAsyncioTestCase):
    async def test_a_row(self) -> None:
        await User.objects.acreate(username="ada")

    async def test_b_row_is_still_there(self) -> None:
        self.assertTrue(await User.objects.aexists())
