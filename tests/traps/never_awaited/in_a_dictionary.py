"""The value is a coroutine, and it is there."""

async def status() -> int:
    return 500


async def test_trap() -> None:
    response = {"status": status()}
    assert "status" in response
