"""xdist's workers lose what fails in them after the test."""

# stacks: pytest-asyncio pytest-anyio
# arguments: --numprocesses=2

KEPT: list[object] = []


async def check() -> None:
    raise AssertionError


async def test_trap() -> None:
    KEPT.append(check())
