uv run ruff check && uv run ruff format --check && uv run mypy && uv run coverage run && uv run coverage report --include="*/tests/*,*/tests.py,*/test_*.py" --fail-under=100 && uv run coverage report
