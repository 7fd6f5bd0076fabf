"""A test of what Python says when a coroutine is never awaited."""

import warnings


async def forget() -> None: ...


def test_recorded_coroutine() -> None:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        forget()  # type: ignore[unused-coroutine]
    assert "never awaited" in str(seen[0].message)
