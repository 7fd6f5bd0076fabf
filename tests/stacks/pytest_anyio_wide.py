import asyncio
from typing import Any

import anyio
import pytest

SET_UP: list[str] = []


def wide(scope: Any) -> Any:
    @pytest.fixture(scope=scope)
    async def fixture(anyio_backend: tuple[str, object]) -> object:
        await anyio.sleep(0)
        SET_UP.append(f"{scope} on {anyio_backend[0]}")
        return asyncio.get_running_loop() if anyio_backend[0] == "asyncio" else None

    return fixture


of_class, of_module, of_package, of_session = map(wide, ["class", "module", "package", "session"])


class TestWide:
    @pytest.mark.parametrize("number", [1, 2])
    async def test_wide_fixtures(
        self,
        number: int,
        anyio_backend_name: str,
        of_class: object,
        of_module: object,
        of_package: object,
        of_session: object,
    ) -> None:
        """class, module, package, session"""
        assert len(SET_UP) == len(set(SET_UP))
        if anyio_backend_name == "asyncio":
            loop = asyncio.get_running_loop()
            assert {of_class, of_module, of_package, of_session} == {loop}
