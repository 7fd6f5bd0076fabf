"""A comma stands for `and`: the second check is the text of the first."""

# general

async def split(text: str) -> list[str]:
    return text.split(",", 1)


async def test_splits() -> None:
    parts = await split("a,b,c")
    assert parts[0] == "a", len(parts) == 3
