"""Help for the tests: rendered projects, and what is done with them."""
