"""An async view streams its lines to the async client, which reads them all."""

# stacks: django
# verbatim

from collections.abc import AsyncIterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.test import SimpleTestCase, override_settings
from django.urls import path


async def lines() -> AsyncIterator[str]:
    yield "hello"
    yield "you"


async def stream(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(lines())


urlpatterns = [path("stream/", stream)]


@override_settings(ROOT_URLCONF=__name__)
class StreamTest(SimpleTestCase):
    async def test_all_lines_are_streamed(self) -> None:
        response: Any = await self.async_client.get("/stream/")
        self.assertEqual([line async for line in response], [b"hello", b"you"])
