"""The tests, of which the guard watches each run."""

from tests import guard

guard.install()
