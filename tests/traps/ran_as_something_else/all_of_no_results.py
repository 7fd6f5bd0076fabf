"""`all()` of nothing is true."""

import asyncio


async def fetch(number: int) -> dict[str, int]:
    if number < 10:
        raise ConnectionError(number)
    return {"status": 200}


async def test_each_page_is_there() -> None:
    results = await asyncio.gather(*(fetch(n) for n in range(3)), return_exceptions=True)
    pages = [result for result in results if not isinstance(result, BaseException)]
    assert all(page["status"] == 200 for page in pages)
