"""What stands after `return` is not run."""

# caught by: mypy unreachable


async def test_trap() -> None:
    return
    print("checked")
