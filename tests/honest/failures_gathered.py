"""Gathered with `return_exceptions`, the failures are looked at one by one."""

import asyncio


async def port(text: str) -> int:
    return int(text)


async def test_bad_port_does_not_hide_the_others() -> None:
    first, second, third = await asyncio.gather(
        port("80"), port("http"), port("443"), return_exceptions=True
    )

    assert (first, third) == (80, 443)
    assert isinstance(second, ValueError)
