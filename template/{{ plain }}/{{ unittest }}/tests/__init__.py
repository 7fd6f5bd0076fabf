"""The guard watches the tests of each run that imports this package."""

from tests.guard import Guard

Guard()
