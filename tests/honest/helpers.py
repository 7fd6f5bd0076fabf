"""Helpers, callbacks and fakes with assertions, which others call."""

import asyncio


def check_sorted(numbers: list[int]) -> None:
    assert numbers == sorted(numbers)


class Reader(asyncio.Protocol):
    def data_received(self, data: bytes) -> None:
        assert data

    def put(self, item: bytes) -> bool:
        return bool(item)


async def test_helpers() -> None:
    check_sorted([1, 2])
    reader = Reader()
    reader.data_received(b"text")
    assert reader.put(b"text")
