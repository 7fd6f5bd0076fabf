"""`all()` of what is there, of what is there for other parameters, and of what may not be there."""

import asyncio


async def squares(count: int) -> list[int]:
    await asyncio.sleep(0)
    return [number**2 for number in range(count)]


async def test_all_of_some() -> None:
    assert all(number >= 0 for number in await squares(2))
    assert all(
        number + other >= 0
        for number in await squares(2)
        for other in range(2)
    )  # fmt: skip


async def test_for_any_count() -> None:
    for count in range(3):
        assert all(number >= 0 for number in await squares(count))


async def test_none_of_a_kind() -> None:
    errors = await squares(0)
    assert all(error != 1 for error in errors)
    assert all("late" not in str(error) for error in errors)
    assert not any(error == 1 for error in errors)
    assert all(error == 1 for error in errors if error > 3)


async def test_behind_another_condition() -> None:
    found = await squares(2)
    assert len(found) > 3 or all(number < 9 for number in found)
    assert len(found) == 2 or all(number < 0 for number in found)
