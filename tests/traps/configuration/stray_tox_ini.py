"""Another file of configuration on the command line."""

# stacks: pytest-asyncio pytest-anyio
# file: tox.ini
# arguments: -c tox.ini

[pytest]
asyncio_mode = auto
anyio_mode = auto
