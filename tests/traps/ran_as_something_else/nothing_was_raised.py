"""The check is in an `except` that is never entered."""

async def parse(text: str) -> int:
    return int(text or "0")


async def test_empty_text_is_refused() -> None:
    try:
        await parse("")
    except ValueError as error:
        assert "empty" in str(error)
