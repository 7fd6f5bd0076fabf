"""The checks are run when the file is a script, and not as a test."""

import asyncio


async def answer() -> int:
    return 0


async def main() -> None:
    assert await answer() == 42


if __name__ == "__main__":
    asyncio.run(main())
