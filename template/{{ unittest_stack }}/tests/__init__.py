"""The tests, of which guard.py watches each run."""

from tests import guard

guard.install()
