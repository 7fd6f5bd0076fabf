"""Views of every kind: sync and async, streaming, slow."""

import time
from collections.abc import AsyncIterator, Iterator

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from my_project.models import User


def sync_names(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"names": [user.username for user in User.objects.order_by("pk")]})


async def async_names(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"names": [user.username async for user in User.objects.order_by("pk")]})


def sync_create(request: HttpRequest) -> HttpResponse:
    User.objects.create(username=request.POST["name"])
    return HttpResponse(status=201)


async def async_create(request: HttpRequest) -> HttpResponse:
    await User.objects.acreate(username=request.POST["name"])
    return HttpResponse(status=201)


async def async_stream(request: HttpRequest) -> StreamingHttpResponse:
    async def names() -> AsyncIterator[str]:
        async for user in User.objects.order_by("pk"):
            yield user.username

    return StreamingHttpResponse(names())


def sync_stream(request: HttpRequest) -> StreamingHttpResponse:
    def names() -> Iterator[str]:
        for user in User.objects.order_by("pk"):
            yield user.username

    return StreamingHttpResponse(names())


def slow_create(request: HttpRequest) -> HttpResponse:
    time.sleep(0.05)
    User.objects.create(username="late")
    return HttpResponse(status=201)


async def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("nothing")


async def session(request: HttpRequest) -> JsonResponse:
    visits = (await request.session.aget("visits", 0)) + 1
    await request.session.aset("visits", visits)
    return JsonResponse({"visits": visits})


urlpatterns = [
    path("sync-names/", sync_names),
    path("async-names/", async_names),
    path("sync-create/", csrf_exempt(sync_create)),
    path("async-create/", csrf_exempt(async_create)),
    path("async-stream/", async_stream),
    path("sync-stream/", sync_stream),
    path("slow-create/", csrf_exempt(slow_create)),
    path("nothing/", nothing),
    path("session/", session),
]


class SyncMiddleware:
    """Middleware that is sync only, and queries."""

    def __init__(self, get_response):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN204
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        assert User.objects.count() >= 0
        response: HttpResponse = self.get_response(request)
        return response
