"""An ASGI application asserts what it serves, and the server goes on without the rest."""

from typing import Any


async def app(scope: dict[str, Any]) -> str:
    assert scope["type"] == "http"
    return "body"


async def serve() -> str:
    try:
        await app({"type": "lifespan"})
    except Exception:
        pass
    return await app({"type": "http"})


async def test_lifespan() -> None:
    assert await serve() == "body"
