import asyncio
from typing import Any

import pytest
import pytest_asyncio

SET_UP: list[str] = []


def wide(scope: Any) -> Any:
    @pytest_asyncio.fixture(scope=scope, loop_scope=scope)
    async def fixture() -> object:
        await asyncio.sleep(0)
        SET_UP.append(scope)
        return asyncio.get_running_loop()

    return fixture


of_class, of_module, of_package, of_session = map(wide, ["class", "module", "package", "session"])


class TestWide:
    @pytest.mark.parametrize("number", [1, 2])
    @pytest.mark.asyncio(loop_scope="class")
    async def test_wide_fixtures(self, number: int, of_class: object) -> None:
        """class, module, package, session"""
        assert of_class is asyncio.get_running_loop()
        assert SET_UP.count("class") == 1


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.asyncio(loop_scope="module")
async def test_module(number: int, of_module: object) -> None:
    assert of_module is asyncio.get_running_loop()
    assert SET_UP.count("module") == 1


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.asyncio(loop_scope="package")
async def test_package(number: int, of_package: object) -> None:
    assert of_package is asyncio.get_running_loop()
    assert SET_UP.count("package") == 1


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.asyncio(loop_scope="session")
async def test_session(number: int, of_session: object) -> None:
    assert of_session is asyncio.get_running_loop()
    assert SET_UP.count("session") == 1
