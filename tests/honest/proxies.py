"""Things in a module that answer no question, or each one."""

import asyncio
from unittest.mock import call


class Proxy:
    """Stands for a request outside of which it cannot be used."""

    def __getattribute__(self, name: str) -> object:
        if name == "__class__":
            return Proxy
        raise RuntimeError(name)


request = Proxy()
expected = call.put(1)


async def test_proxies() -> None:
    await asyncio.sleep(0)
    assert expected == call.put(1)
