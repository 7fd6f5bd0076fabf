"""What stands after `return` is not run."""

async def test_trap() -> None:
    return
    print("checked")
