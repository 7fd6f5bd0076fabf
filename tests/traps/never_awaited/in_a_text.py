"""The text shows the coroutine."""

async def name() -> str:
    raise AssertionError


async def test_trap() -> None:
    assert f"{name()}"
