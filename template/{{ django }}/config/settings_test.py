"""Settings for the tests: those of production, quick, and the same on every machine."""

import os

os.environ |= {"DJANGO_DEBUG": "0", "DJANGO_SECRET_KEY": "for tests only"}

from config.settings import *  # noqa: F403

# The hasher of production is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Test clients ask over HTTP.
SECURE_SSL_REDIRECT = False
