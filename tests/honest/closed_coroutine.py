"""A coroutine that is not wanted is closed."""


async def forget() -> None: ...


def test_closed_coroutine() -> None:
    coroutine = forget()
    coroutine.close()
