"""How fast the template and its stacks are, each against a floor: see docs/how-fast.md."""
