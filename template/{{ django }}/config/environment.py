"""What the settings read from the environment."""

import os

from django.core.exceptions import ImproperlyConfigured


def flag(name: str) -> bool:
    """Tell whether the variable is switched on: `1`, `true`, `yes` or `on`, in any case."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def required(name: str, *, default: str = "") -> str:
    """Return the variable's value, or else the default.

    Raises `ImproperlyConfigured` when both are empty.
    """
    value = os.environ.get(name) or default
    if not value:
        msg = f"Set the environment variable {name}; the README says how."
        raise ImproperlyConfigured(msg)
    return value
