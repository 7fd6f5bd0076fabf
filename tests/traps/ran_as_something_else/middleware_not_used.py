"""The middleware that checks is for debugging only, and tests run without `DEBUG`."""

# stacks: django
# verbatim

from collections.abc import Awaitable, Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.test import SimpleTestCase, override_settings
from django.urls import path
from django.utils.decorators import async_only_middleware

Handler = Callable[[HttpRequest], Awaitable[HttpResponse]]


@async_only_middleware
def check_cache_headers(get_response: Handler) -> Handler:
    if not settings.DEBUG:
        raise MiddlewareNotUsed

    async def middleware(request: HttpRequest) -> HttpResponse:
        response = await get_response(request)
        assert response.has_header("Cache-Control"), request.path
        return response

    return middleware


async def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


urlpatterns = [path("", home)]


@override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[f"{__name__}.check_cache_headers"])
class CacheTest(SimpleTestCase):
    async def test_home_passes_the_check(self) -> None:
        response = await self.async_client.get("/")
        self.assertEqual(response.content, b"hello")
