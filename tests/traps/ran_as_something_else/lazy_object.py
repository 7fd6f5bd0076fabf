"""A lazy object does nothing until somebody asks it for something."""

# stacks: django
# verbatim

from asgiref.sync import async_to_sync
from my_project.models import User
from django.http import HttpRequest, HttpResponse
from django.test import AsyncRequestFactory, TestCase
from django.utils.functional import SimpleLazyObject


async def load_user(name: str) -> User:
    return await User.objects.aget(username=name)


async def dashboard(request: HttpRequest) -> HttpResponse:
    return HttpResponse("welcome")


class DashboardTest(TestCase):
    async def test_known_user_is_welcome(self) -> None:
        await User.objects.acreate(username="ann")
        request = AsyncRequestFactory().get("/")
        request.user = SimpleLazyObject(lambda: async_to_sync(load_user)("Ann"))
        response = await dashboard(request)
        self.assertEqual(response.content, b"welcome")
