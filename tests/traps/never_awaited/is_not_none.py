"""A coroutine is not None."""

async def find() -> str | None:
    return None


async def test_trap() -> None:
    found: object = find()
    assert found is not None
