"""In debug mode the loop refuses to be used from another thread; the mode is taken back."""

import asyncio


async def test_loop_refuses_other_threads() -> None:
    loop = asyncio.get_running_loop()
    before = loop.get_debug()
    loop.set_debug(True)
    refused = False
    try:
        await asyncio.to_thread(loop.call_soon, print)
    except RuntimeError as error:
        refused = "Non-thread-safe" in str(error)
    finally:
        loop.set_debug(before)

    assert refused
