"""Python only prints what `__del__` raises."""

class Resource:
    def __del__(self) -> None:
        raise AssertionError


async def test_trap() -> None:
    Resource()
