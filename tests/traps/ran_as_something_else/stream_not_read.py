"""The answer is a stream that nobody reads: the code of the view behind it is not run."""

# stacks: django
# verbatim

from collections.abc import AsyncIterator

from django.http import HttpRequest, StreamingHttpResponse
from django.test import SimpleTestCase, override_settings
from django.urls import path


async def rows() -> AsyncIterator[str]:
    yield "name,age\n"
    for name, age in {"ann": "41", "bob": None}.items():
        if age is None:
            raise ValueError(name)
        yield f"{name},{age}\n"


async def export(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(rows(), content_type="text/csv")


urlpatterns = [path("export/", export)]


@override_settings(ROOT_URLCONF=__name__)
class ExportTest(SimpleTestCase):
    async def test_exports_csv(self) -> None:
        response = await self.async_client.get("/export/")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "text/csv")
